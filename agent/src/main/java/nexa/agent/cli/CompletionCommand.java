package nexa.agent.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the script that lets a shell complete this command. */
@Command(
    name = "completion",
    description = "Prints a shell's completion script: source <(nexa completion bash).")
final class CompletionCommand implements Callable<Integer> {

  /** A shell; one script serves both. */
  enum Shell {
    bash,
    zsh
  }

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private Shell shell = Shell.bash;

  @Override
  public Integer call() {
    String script =
        switch (shell) {
          case bash, zsh -> AutoComplete.bash("nexa", spec.root().commandLine());
        };
    System.out.print(script);
    return ExitCode.OK;
  }
}
