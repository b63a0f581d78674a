package nexa.agent.cli;

import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import nexa.agent.Attachment;
import nexa.agent.Daemon;
import nexa.agent.Installation;
import nexa.agent.OneShot;
import nexa.agent.config.ConfigFile.BadConfig;
import nexa.agent.demo.Demo;
import nexa.agent.store.DiskFailure;
import nexa.agent.store.Store;
import nexa.collect.MalformedEventException;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.source.Projects.UnreadableProject;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code nexa} command. */
@Command(
    name = "nexa",
    description = "Heals crashes of JVM services: reproduces, patches, proves, asks, commits.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      HealCommand.class,
      LearnCommand.class,
      DoctorCommand.class,
      IssuesCommand.class,
      ShowCommand.class,
      FixCommand.class,
      VerifyCommand.class,
      DecisionCommands.Approve.class,
      DecisionCommands.Reject.class,
      DecisionCommands.RequestChanges.class,
      PublishCommand.class,
      SwapCommands.Apply.class,
      SwapCommands.Rollback.class,
      PauseCommands.Pause.class,
      PauseCommands.Resume.class,
      TrustCommands.class,
      JvmsCommand.class,
      AttachCommand.class,
      OpenCommand.class,
      TokenCommands.class,
      CompletionCommand.class,
      VersionCommand.class
    })
public final class Main {

  /** Held, as the JVM forgets the level of a logger no one holds. */
  private static final Logger VECTORS =
      Logger.getLogger("org.apache.lucene.internal.vectorization");

  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    VECTORS.setLevel(Level.SEVERE); // it warns that vectors are not fast; the index is tiny
    System.exit(run(arguments));
  }

  /** Runs a command. */
  static int run(String... arguments) {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command))
        .setUnmatchedOptionsArePositionalParams(false)
        .execute(arguments);
  }

  private static int report(Exception failure, CommandLine command) {
    Optional<CommandFailure> expected = expected(failure);
    if (expected.isPresent()) {
      command.getErr().println("nexa: " + expected.get().getMessage());
      return expected.get().exitCode();
    }
    command.getErr().println("nexa: unexpected failure; please report it with this trace");
    failure.printStackTrace(command.getErr());
    return ExitCode.FAILED;
  }

  /** An expected failure as one message and an exit code; empty for one that is a bug of Nexa's. */
  static Optional<CommandFailure> expected(Throwable failure) {
    return switch (failure) {
      case CommandFailure known -> Optional.of(known);
      case BadConfig bad -> Optional.of(told(ExitCode.USAGE, bad));
      case Store.Unusable home -> Optional.of(told(ExitCode.FAILED, home));
      case Daemon.PortTaken port -> Optional.of(told(ExitCode.FAILED, port));
      case Sandbox.Unavailable sandbox -> Optional.of(told(ExitCode.FAILED, sandbox));
      case UnreadableProject project -> Optional.of(told(ExitCode.FAILED, project));
      case MalformedEventException event -> Optional.of(told(ExitCode.FAILED, event));
      case OneShot.NoCrash none -> Optional.of(told(ExitCode.FAILED, none));
      case Demo.Broken broken -> Optional.of(told(ExitCode.FAILED, broken));
      case Attachment.Refused jvm -> Optional.of(told(ExitCode.FAILED, jvm));
      case Installation.Incomplete incomplete -> Optional.of(told(ExitCode.FAILED, incomplete));
      case OutOfMemoryError memory -> Optional.of(
          new CommandFailure(
              ExitCode.FAILED,
              "Out of memory at " + (Runtime.getRuntime().maxMemory() >> 20)
                  + " MB: give more by NEXA_JAVA_OPTS, such as -Xmx2g."));
      case UncheckedIOException disk ->
          Optional.of(new CommandFailure(ExitCode.FAILED, DiskFailure.message(disk)));
      default -> Optional.empty();
    };
  }

  private static CommandFailure told(int exitCode, Exception failure) {
    return new CommandFailure(exitCode, String.valueOf(failure.getMessage()));
  }
}
