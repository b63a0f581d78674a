package nexa.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the connected JVMs. */
@Command(name = "jvms", description = "Lists the JVMs whose javaagent is connected, as JSON.")
final class JvmsCommand implements Callable<Integer> {

  @Mixin
  private HomeOptions home = new HomeOptions();

  @Override
  public Integer call() {
    System.out.println(new DaemonClient(home.config()).text("/api/v1/jvms"));
    return ExitCode.OK;
  }
}
