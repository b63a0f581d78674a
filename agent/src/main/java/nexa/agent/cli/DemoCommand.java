package nexa.agent.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import nexa.agent.Installation;
import nexa.agent.config.Config;
import nexa.agent.demo.Demo;
import nexa.agent.demo.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the whole loop on the bundled shop. */
@Command(
    name = "demo",
    description = "Heals the bundled shop: starts it, drives traffic into its bugs, asks, commits.")
final class DemoCommand implements Callable<Integer> {

  @Mixin
  private HomeOptions home = new HomeOptions();

  @Option(names = "--yes", description = "Approve every fix.")
  private boolean yes;

  @Option(names = "--exit", description = "End when all is done: 0 only if every bug was healed.")
  private boolean exit;

  @Option(
      names = "--bad-patch",
      description = "First let a careless patch through, and see it rolled back by itself.")
  private boolean badPatch;

  @Override
  public Integer call() throws IOException {
    Config config = home.config();
    Screen screen =
        new Screen(
            new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())),
            System.err,
            Boolean.getBoolean("nexa.colour"));
    Path folder = config.home().resolve("demo");
    Files.createDirectories(config.home());
    Demo.Wishes wishes = new Demo.Wishes(yes, badPatch);
    try (Demo demo = Demo.start(Installation.find(), config, folder, screen, wishes)) {
      boolean healed = demo.run();
      if (!exit) {
        screen.awaitEnter();
      }
      return healed ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}
