package nexa.agent.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import nexa.agent.store.Cases;
import nexa.agent.store.Store;
import nexa.heal.learn.FixMiner;
import nexa.heal.learn.LeftOut;
import nexa.memory.Case;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fills the case base from a repository's past fixes of crashes. */
@Command(
    name = "learn",
    description = {
      "Learns from the commits of a repository that fixed a crash.",
      "The working tree is never looked at. A daemon that runs on the same home knows at once."
    })
final class LearnCommand implements Callable<Integer> {

  @Mixin
  private HomeOptions home = new HomeOptions();
  @Mixin
  private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "DIR", description = "The git repository.")
  private Path repository = Path.of("");

  @Option(names = "--commit", paramLabel = "REV",
      description = "Where the history ends (default HEAD).")
  private String revision = "HEAD";

  @Option(names = "--limit", paramLabel = "N",
      description = "How many commits to look at (default 20000).")
  private int limit = 20_000;

  @Option(names = "--timeout", paramLabel = "D",
      description = "Such as 90s or 20m (default 20m); what was learned until then is kept.")
  private String timeout = "20m";

  /** The answer as JSON. */
  private record Report(
      String schema,
      String repository,
      int commits,
      int kept,
      int added,
      Map<String, Long> byException,
      Map<String, Long> byOperator,
      Map<String, Integer> leftOut,
      boolean shallow,
      boolean unfinished,
      List<Case> cases) {}

  @Override
  public Integer call() {
    FixMiner.Scope scope =
        new FixMiner.Scope(
            folder(), revision, positive(limit), HealCommand.duration(timeout));
    Path state = home.config().home();
    if (!Store.exists(state)) {
      Store.open(state, Clock.systemUTC()).close();
    }
    List<Case> added = new ArrayList<>();
    try (Store store = Store.visit(state)) {
      Cases cases = new Cases(store);
      FixMiner.Learned learned =
          new FixMiner(Clock.systemUTC()).learn(
              scope,
              past -> {
                if (cases.learn(past)) {
                  added.add(past);
                }
              });
      print(report(learned, added.size()));
      say(learned);
    }
    return ExitCode.OK;
  }

  private Path folder() {
    if (!Files.isDirectory(repository)) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND, "There is no folder " + repository + "; name a git repository.");
    }
    return repository.toAbsolutePath().normalize();
  }

  private static int positive(int limit) {
    if (limit < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--limit must be at least 1, not " + limit);
    }
    return limit;
  }

  private Report report(FixMiner.Learned learned, int added) {
    Map<String, Integer> leftOut = new TreeMap<>();
    learned.leftOut().forEach(
        (why, count) -> leftOut.put(
            why.name().toLowerCase(Locale.ROOT).replace('_', '-'), count));
    return new Report(
        "nexa.learn/1", repository.toString(), learned.commits(), learned.cases().size(), added,
        counted(learned.cases(), Case::exceptionType), counted(learned.cases(), Case::operator),
        leftOut, learned.shallow(), learned.unfinished(), learned.cases());
  }

  private static Map<String, Long> counted(List<Case> cases, Function<Case, String> by) {
    return cases.stream().collect(Collectors.groupingBy(by, TreeMap::new, Collectors.counting()));
  }

  private void print(Report report) {
    if (output.json()) {
      OutputOption.print(report);
      return;
    }
    System.out.printf(
        "%d commits looked at, %d fixes of crashes kept, %d of them new%n",
        report.commits(), report.kept(), report.added());
    table("EXCEPTION", report.byException());
    table("OPERATOR", report.byOperator());
  }

  private static void table(String title, Map<String, Long> counts) {
    if (counts.isEmpty()) {
      return;
    }
    System.out.printf("%n%6s  %s%n", "CASES", title);
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(it -> System.out.printf("%6d  %s%n", it.getValue(), it.getKey()));
  }

  /** What was not looked at or not learned, and what to do about it. */
  private static void say(FixMiner.Learned learned) {
    learned.leftOut().entrySet().stream()
        .sorted(Map.Entry.<LeftOut, Integer>comparingByValue(Comparator.reverseOrder()))
        .forEach(
            it -> System.err.printf(
                "nexa: left out: %6d %s%n", it.getValue(), it.getKey().reason()));
    if (learned.shallow()) {
      System.err.println(
          "nexa: the repository is a shallow clone: git fetch --unshallow brings the rest");
    }
    if (learned.unfinished()) {
      System.err.println(
          "nexa: older commits were not looked at; raise --limit or --timeout for them");
    }
    boolean noJava =
        learned.leftOut().getOrDefault(LeftOut.NO_MAIN_CODE, 0) == learned.commits()
            - learned.leftOut().getOrDefault(LeftOut.MERGE, 0)
            - learned.leftOut().getOrDefault(LeftOut.FIRST, 0);
    if (learned.cases().isEmpty()) {
      System.err.println(
          noJava
              ? "nexa: no commit changes Java code; name the repository of a Java project"
              : "nexa: no commit is a small fix of a crash with enough said about it");
    }
  }
}
