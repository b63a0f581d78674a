package nexa.agent.cli;

import java.util.List;
import nexa.agent.config.ConfigFile.BadConfig;
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
      DoctorCommand.class,
      IssuesCommand.class,
      ShowCommand.class,
      FixCommand.class,
      DecisionCommands.Approve.class,
      DecisionCommands.Reject.class,
      JvmsCommand.class,
      OpenCommand.class,
      VersionCommand.class
    })
public final class Main {

  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
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
    switch (failure) {
      case CommandFailure known -> {
        command.getErr().println("nexa: " + known.getMessage());
        return known.exitCode();
      }
      case BadConfig bad -> {
        command.getErr().println("nexa: " + bad.getMessage());
        return ExitCode.USAGE;
      }
      default -> {
        command.getErr().println("nexa: unexpected failure; please report it with this trace");
        failure.printStackTrace(command.getErr());
        return ExitCode.FAILED;
      }
    }
  }

  /** The commands that are known, for completion and tests. */
  static List<String> names() {
    return List.copyOf(new CommandLine(new Main()).getSubcommands().keySet());
  }
}
