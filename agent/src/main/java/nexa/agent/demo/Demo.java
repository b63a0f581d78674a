package nexa.agent.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import nexa.agent.Daemon;
import nexa.agent.Installation;
import nexa.agent.config.Config;
import nexa.agent.demo.Shop.Bug;
import nexa.issue.Issue;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.patch.Origin;
import nexa.repair.Decision;
import nexa.repair.Outcome;
import nexa.repair.Plan;
import org.eclipse.jgit.util.FileUtils;

/**
 * The demo: a daemon, the shop beside it, traffic that meets the planted bugs, and a person who
 * decides. The last bug of the list is of a kind healed before; its patch must come from memory.
 */
public final class Demo implements AutoCloseable {

  private static final Duration HEAL_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration CAPTURE_TIMEOUT = Duration.ofSeconds(20);
  private static final String SERVICE = "shop";
  private static final String MARKER = ".nexa-demo";

  private final Installation installation;
  private final Path folder;
  private final ShopRepository repository;
  private final Daemon daemon;
  private final Function<Plan, Answer> person;

  /** What the person at the terminal says. */
  public enum Answer {
    APPROVE,
    REJECT
  }

  /** A fix that is on its branch. */
  private record Healed(Plan plan, String branch) {}

  private Demo(
      Installation installation,
      Path folder,
      ShopRepository repository,
      Daemon daemon,
      Function<Plan, Answer> person) {
    this.installation = installation;
    this.folder = folder;
    this.repository = repository;
    this.daemon = daemon;
    this.person = person;
  }

  /**
   * Lays the shop out, builds it and starts a daemon for it.
   *
   * @param folder holds everything the demo makes; an earlier demo there is removed
   */
  public static Demo start(
      Installation installation, Config config, Path folder, Function<Plan, Answer> person) {
    clear(folder);
    ShopRepository repository = ShopRepository.create(installation.shop(), folder.resolve("shop"));
    Shop.build(repository.directory(), folder.resolve("build.log"));
    Service service =
        new Service(
            SERVICE,
            repository.directory(),
            "main",
            List.of("com.example.shop"),
            TrustLevel.PROPOSE,
            List.of(folder.resolve("shop.log").toString()));
    Daemon daemon = Daemon.start(config.at(folder.resolve("home"), config.port()).only(service));
    return new Demo(installation, folder, repository, daemon, person);
  }

  /** The page's address with its one-time key. */
  public String page() {
    return daemon.page();
  }

  /** Runs the whole loop; true when every bug was healed and no longer answers 500. */
  public boolean run(PrintStream out) throws IOException {
    List<Bug> bugs = Shop.bugs(installation.shop());
    List<String> traffic = Shop.traffic(installation.shop());
    out.println("Shop repository  " + repository.directory());
    out.println("Page             " + page());
    Map<Bug, Healed> healed = new LinkedHashMap<>();
    try (Shop shop = startShop()) {
      traffic.forEach(shop::get);
      Set<String> seen = new HashSet<>();
      List<List<Bug>> waves = List.of(bugs.subList(0, bugs.size() - 1), List.of(bugs.getLast()));
      for (List<Bug> wave : waves) {
        Map<Bug, String> issues = new LinkedHashMap<>();
        for (Bug bug : wave) {
          issues.put(bug, crash(shop, bug, seen, out));
        }
        for (Map.Entry<Bug, String> issue : issues.entrySet()) {
          heal(issue.getKey(), issue.getValue(), out).ifPresent(fix -> healed.put(issue.getKey(), fix));
        }
      }
    }
    boolean quiet = deployed(healed, traffic, out);
    summary(bugs, healed, out);
    boolean recalled =
        healed.values().stream().anyMatch(fix -> fix.plan().patch().origin() instanceof Origin.Recalled);
    return quiet && recalled && healed.size() == bugs.size();
  }

  private Shop startShop() {
    String agent =
        installation.agentJar() + "=" + daemon.agentOptions(SERVICE)
            + ",release=" + repository.head() + ",inapp=com.example.shop";
    return Shop.start(repository.directory(), agent, folder.resolve("shop.log"));
  }

  /** Meets a bug until its values are captured; gives the issue's id. */
  private String crash(Shop shop, Bug bug, Set<String> seen, PrintStream out) {
    int status = shop.get(bug.path());
    out.printf("%nGET %-40s %d%n", bug.path(), status);
    long deadline = System.nanoTime() + CAPTURE_TIMEOUT.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<Issue> issue =
          daemon.issues().stream()
              .filter(candidate -> !seen.contains(candidate.id()) && candidate.snapshot() != null)
              .filter(candidate -> candidate.exceptionType().equals(bug.exceptionType()))
              .findFirst();
      if (issue.isPresent()) {
        seen.add(issue.get().id());
        out.printf("  issue %s: %s, seen by %s%n", issue.get().id(), issue.get().title(),
            String.join(" and ", issue.get().inputs()));
        return issue.get().id();
      }
      pause(500);
      shop.get(bug.path());
    }
    throw new IllegalStateException("The crash of " + bug.path() + " was not captured; see nexa.log");
  }

  private Optional<Healed> heal(Bug bug, String issueId, PrintStream out) {
    out.printf("%n%s  %s%n", issueId, bug.name());
    Optional<Plan> waiting = await(() -> daemon.waitingPlan(issueId), () -> daemon.outcome(issueId).isPresent());
    if (waiting.isEmpty()) {
      out.println("  not healed: " + daemon.outcome(issueId).map(Object::toString).orElse("out of time"));
      return Optional.empty();
    }
    Plan plan = waiting.get();
    Duration took = daemon.healingTime(issueId);
    out.printf("  %s%n  origin %s; suite %d passed before, %d after; %.1f s%n",
        plan.patch().rationale(), origin(plan), plan.proof().before().passed(),
        plan.proof().after().passed(), took.toMillis() / 1000.0);
    boolean approved = person.apply(plan) == Answer.APPROVE;
    daemon.decide(
        plan,
        approved
            ? new Decision.Approved("demo", plan.digest())
            : new Decision.Declined("demo", "rejected in the demo"));
    Optional<Outcome> outcome = await(() -> daemon.outcome(issueId), () -> false);
    if (outcome.isPresent() && outcome.get() instanceof Outcome.Fixed fixed) {
      out.printf("  commit %s on %s%n", fixed.change().commit().substring(0, 10), fixed.change().branch());
      return Optional.of(new Healed(plan, fixed.change().branch()));
    }
    out.println("  not healed: " + outcome.map(Object::toString).orElse("out of time"));
    return Optional.empty();
  }

  /** Merges the fixes, deploys the shop anew and meets every bug again. */
  private boolean deployed(Map<Bug, Healed> healed, List<String> traffic, PrintStream out) {
    if (healed.isEmpty()) {
      return false;
    }
    out.printf("%nMerging %d branches and deploying the shop again%n", healed.size());
    repository.merge(healed.values().stream().map(Healed::branch).toList());
    Shop.build(repository.directory(), folder.resolve("build.log"));
    boolean quiet = true;
    try (Shop shop = startShop()) {
      List<String> paths = new ArrayList<>(traffic);
      healed.keySet().forEach(bug -> paths.add(bug.path()));
      for (String path : paths) {
        int status = shop.get(path);
        out.printf("GET %-40s %d%n", path, status);
        quiet &= status < 500;
      }
    }
    return quiet;
  }

  private static void summary(List<Bug> bugs, Map<Bug, Healed> healed, PrintStream out) {
    out.println();
    for (Bug bug : bugs) {
      Healed fix = healed.get(bug);
      out.printf("%-28s %-48s %s%n", bug.name(), bug.method(),
          fix == null ? "NOT HEALED" : "healed, " + origin(fix.plan()));
    }
  }

  private static String origin(Plan plan) {
    return switch (plan.patch().origin()) {
      case Origin.Operator operator -> operator.trailer();
      case Origin.Recalled recalled -> "recalled from " + recalled.caseId();
    };
  }

  private static <T> Optional<T> await(Supplier<Optional<T>> wanted, Supplier<Boolean> over) {
    long deadline = System.nanoTime() + HEAL_TIMEOUT.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<T> found = wanted.get();
      if (found.isPresent() || over.get()) {
        return found;
      }
      pause(100);
    }
    return Optional.empty();
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /** Removes an earlier demo: only a folder that a demo marked as its own. */
  private static void clear(Path folder) {
    try {
      if (Files.exists(folder) && !Files.exists(folder.resolve(MARKER))) {
        throw new IllegalStateException(folder + " exists and is no demo's folder; name another --home");
      }
      FileUtils.delete(folder.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
      Files.createDirectories(folder);
      Files.createFile(folder.resolve(MARKER));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot prepare " + folder, e);
    }
  }

  @Override
  public void close() {
    daemon.close();
  }
}
