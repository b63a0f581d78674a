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
import nexa.agent.demo.Demo.Answer;
import nexa.repair.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the whole loop on the bundled shop. */
@Command(
    name = "demo",
    description = "Heals the bundled shop: starts it, drives traffic into its bugs, asks, commits.")
final class DemoCommand implements Callable<Integer> {

  @Mixin private HomeOptions home = new HomeOptions();

  @Option(names = "--yes", description = "Approve every fix.")
  private boolean yes;

  @Option(names = "--exit", description = "End when all is done: 0 only if every bug was healed.")
  private boolean exit;

  @Override
  public Integer call() throws IOException {
    Config config = home.config();
    BufferedReader terminal =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    Path folder = config.home().resolve("demo");
    Files.createDirectories(config.home());
    try (Demo demo =
        Demo.start(Installation.find(), config, folder, plan -> yes ? Answer.APPROVE : ask(plan, terminal))) {
      boolean healed = demo.run(System.err);
      if (!exit) {
        System.err.println("The page stays at " + demo.page() + " until you press Enter.");
        terminal.readLine();
      }
      return healed ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  /** Asks until there is an answer; a closed terminal rejects. */
  private static Answer ask(Plan plan, BufferedReader terminal) {
    try {
      while (true) {
        System.err.print("  [a]pprove, [d]iff, [r]eject? ");
        System.err.flush();
        String line = terminal.readLine();
        switch (line == null ? "r" : line.strip()) {
          case "a":
            return Answer.APPROVE;
          case "r":
            return Answer.REJECT;
          case "d":
            System.err.println(plan.diff());
            break;
          default:
            System.err.println("  a, d or r.");
        }
      }
    } catch (IOException e) {
      return Answer.REJECT;
    }
  }
}
