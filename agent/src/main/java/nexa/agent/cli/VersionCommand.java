package nexa.agent.cli;

import java.util.concurrent.Callable;
import nexa.agent.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Prints the version. */
@Command(name = "version", description = "Prints Nexa's version and the JVM it runs on.")
final class VersionCommand implements Callable<Integer>, IVersionProvider {

  @Override
  public Integer call() {
    System.out.println(getVersion()[0]);
    return ExitCode.OK;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"nexa " + Version.current() + " (Java " + Runtime.version() + ")"};
  }
}
