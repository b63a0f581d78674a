package nexa.agent.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import nexa.agent.Daemon;
import nexa.agent.Installation;
import nexa.agent.config.Config;
import nexa.agent.demo.Screen.Answer;
import nexa.agent.demo.Shop.Bug;
import nexa.agent.store.Grants;
import nexa.agent.store.Swaps;
import nexa.issue.Issue;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.memory.Case;
import nexa.patch.Origin;
import nexa.patch.Recipe;
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
  private static final Duration ROLLBACK_TIMEOUT = Duration.ofSeconds(30);
  private static final String SERVICE = "shop";
  private static final String UNTESTED = "/points?customer=bob";
  private static final String MARKER = ".nexa-demo";

  private final Installation installation;
  private final Path folder;
  private final ShopBuild build;
  private final ShopRepository repository;
  private final DemoLog log;
  private final Daemon daemon;
  private final Screen screen;
  private final Wishes wishes;

  /**
   * How a demo is to run.
   *
   * @param approveAll whether no one is asked
   * @param badPatch whether the first bug first gets a patch that fails once it is live
   */
  public record Wishes(boolean approveAll, boolean badPatch) {}

  /** What stops a demo; the message says where to look. */
  public static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken(String reason) {
      super(reason);
    }
  }

  /**
   * A fix that is on its branch.
   *
   * @param live whether it was swapped into the running shop and the crash is gone
   */
  private record Healed(Plan plan, String branch, boolean live) {}

  private Demo(
      Installation installation, Config config, Path folder, Screen screen, Wishes wishes) {
    this.installation = installation;
    this.folder = folder;
    this.screen = screen;
    this.wishes = wishes;
    this.build = ShopBuild.of(installation, folder.resolve("build.log"));
    this.repository = ShopRepository.create(installation.shop(), folder.resolve("shop"));
    build.run(repository.directory());
    Service service =
        new Service(
            SERVICE,
            repository.directory(),
            "main",
            List.of("com.example.shop"),
            TrustLevel.HOTSWAP,
            List.of(folder.resolve("shop.log").toString()));
    this.log = new DemoLog(folder.resolve("nexa.log"));
    this.daemon = Daemon.start(config.at(folder.resolve("home"), config.port()).only(service));
  }

  /**
   * Lays the shop out, builds it and starts a daemon for it.
   *
   * @param folder holds everything the demo makes; an earlier demo there is removed
   */
  public static Demo start(
      Installation installation, Config config, Path folder, Screen screen, Wishes wishes) {
    clear(folder);
    screen.say("Laying out and building the shop in %s", folder);
    return new Demo(installation, config, folder, screen, wishes);
  }

  /** Runs the whole loop; true when every bug was healed, in the running shop and after a deployment. */
  public boolean run() throws IOException {
    List<Bug> bugs = Shop.bugs(installation.shop());
    List<String> traffic = Shop.traffic(installation.shop());
    screen.say("The page: %s", daemon.page());
    screen.title("Traffic meets the shop's bugs");
    Map<Bug, Healed> healed = new LinkedHashMap<>();
    Map<Bug, String> issues = new LinkedHashMap<>();
    boolean rolledBack = true;
    try (Shop shop = startShop()) {
      traffic.forEach(shop::get);
      if (wishes.badPatch()) {
        rolledBack = badPatch(shop, bugs.getFirst(), issues);
        screen.title("The same traffic again");
      }
      List<List<Bug>> waves = List.of(bugs.subList(0, bugs.size() - 1), List.of(bugs.getLast()));
      for (List<Bug> wave : waves) {
        wave.forEach(
            bug -> issues.computeIfAbsent(bug, met -> crash(shop, met, issues.values())));
        issues.forEach(
            (bug, issue) -> {
              if (wave.contains(bug)) {
                heal(shop, bug, issue).ifPresent(fix -> healed.put(bug, fix));
              }
            });
      }
    }
    boolean quiet = deployed(healed, traffic);
    summary(bugs, healed);
    boolean recalled =
        healed.values().stream()
            .anyMatch(fix -> fix.plan().patch().origin() instanceof Origin.Recalled);
    return quiet && recalled && rolledBack && healed.size() == bugs.size()
        && healed.values().stream().allMatch(Healed::live);
  }

  private Shop startShop() {
    String agent =
        installation.agentJar() + "=" + daemon.agentOptions(SERVICE)
            + ",release=" + repository.head() + ",inapp=com.example.shop";
    return Shop.start(repository.directory(), agent, folder.resolve("shop.log"));
  }

  /** Meets a bug until its values are captured; gives the issue's id. */
  private String crash(Shop shop, Bug bug, Collection<String> seen) {
    screen.request(bug.path(), shop.get(bug.path()));
    long deadline = System.nanoTime() + CAPTURE_TIMEOUT.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<Issue> issue =
          daemon.issues().stream()
              .filter(candidate -> !seen.contains(candidate.id()) && candidate.snapshot() != null)
              .filter(candidate -> bug.isMetBy(candidate.exceptionType(), candidate.topFrame()))
              .findFirst();
      if (issue.isPresent()) {
        screen.issue(issue.get());
        return issue.get().id();
      }
      pause(500);
      shop.get(bug.path());
    }
    throw new Broken(
        "The crash of " + bug.path() + " was not captured; see " + folder.resolve("nexa.log"));
  }

  private Optional<Healed> heal(Shop shop, Bug bug, String issueId) {
    Optional<Plan> waiting =
        await(
            HEAL_TIMEOUT,
            () -> daemon.waitingPlan(issueId),
            () -> daemon.outcome(issueId).isPresent());
    if (waiting.isEmpty()) {
      screen.title(issueId);
      screen.notHealed(reason(daemon.outcome(issueId)));
      return Optional.empty();
    }
    Plan plan = waiting.get();
    screen.plan(plan, daemon.healingTime(issueId));
    boolean approved = wishes.approveAll() || screen.ask(plan) == Answer.APPROVE;
    daemon.decide(
        plan,
        approved
            ? new Decision.Approved("demo", plan.digest())
            : new Decision.Declined("demo", "rejected in the demo"));
    Optional<Outcome> outcome =
        await(HEAL_TIMEOUT, () -> daemon.outcome(issueId), () -> false);
    if (outcome.isPresent() && outcome.get() instanceof Outcome.Fixed fixed) {
      screen.fixed(fixed);
      return Optional.of(new Healed(plan, fixed.change().branch(), live(shop, bug, plan)));
    }
    screen.notHealed(reason(outcome));
    return Optional.empty();
  }

  /** Whether the running shop, which nobody restarted, has the fix and no longer crashes. */
  private boolean live(Shop shop, Bug bug, Plan plan) {
    List<Swaps.Entry> swaps = daemon.swaps(plan.id());
    swaps.forEach(screen::swap);
    int status = shop.get(bug.path());
    screen.request(bug.path(), status);
    return status < 500 && swaps.stream().anyMatch(swap -> swap.state().isLive());
  }

  /**
   * Lets a careless patch through, which the shop's tests do not catch, and watches the shop take it
   * out again: live, it divides by zero for a customer that no test knows.
   */
  private boolean badPatch(Shop shop, Bug bug, Map<Bug, String> issues) {
    screen.title("A careless patch is remembered, and will be recalled");
    daemon.remember(careless());
    String issueId = crash(shop, bug, List.of());
    issues.put(bug, issueId);
    Optional<Healed> swapped = heal(shop, bug, issueId);
    if (swapped.isEmpty()) {
      return false;
    }
    long start = System.nanoTime();
    screen.request(UNTESTED, shop.get(UNTESTED));
    Optional<Swaps.Entry> back =
        await(
            ROLLBACK_TIMEOUT,
            () -> daemon.swaps(swapped.get().plan().id()).stream()
                .filter(swap -> swap.state() == Swaps.State.ROLLED_BACK)
                .findFirst(),
            () -> false);
    back.ifPresent(
        swap -> screen.rolledBack(swap, Duration.ofNanos(System.nanoTime() - start)));
    int status = shop.get(UNTESTED);
    screen.request(UNTESTED, status);
    boolean lowered = back.isPresent() && trustAgain();
    daemon.healAgain(issueId);
    return lowered && status < 500;
  }

  /** The harm lowers trust in recalled fixes; the demo sets it again, as who has looked into it would. */
  private boolean trustAgain() {
    Optional<Grants.Grant> fall =
        await(
            ROLLBACK_TIMEOUT, () -> daemon.lowered(SERVICE).stream().findFirst(), () -> false);
    fall.ifPresent(
        grant -> {
          daemon.trustAgain(grant.of(), "demo", "the careless case is recalled no more");
          screen.trustFell(grant);
        });
    return fall.isPresent();
  }

  /** A fix as a hurried author left it: right for null, wrong for a customer with 40 points. */
  private static Case careless() {
    return new Case(
        "F-CARELESS-1",
        SERVICE,
        "careless",
        NullPointerException.class.getName(),
        "java.lang.NullPointerException customer points customer.points()",
        new Recipe(
            Recipe.Shape.BEFORE_STATEMENT,
            "if (${culprit} == null) {\n  return 0;\n}\n"
                + "int share = 1_000 / (${culprit}.points() - 40);"),
        "null-guard",
        Case.Outcome.APPROVED,
        "",
        Instant.now());
  }

  private static String reason(Optional<Outcome> outcome) {
    return switch (outcome.orElse(null)) {
      case null -> "not within " + HEAL_TIMEOUT.toMinutes() + " minutes";
      case Outcome.Fixed fixed -> "the fix is on " + fixed.change().branch();
      case Outcome.Declined declined -> declined.reason();
      case Outcome.NotReproduced notReproduced -> notReproduced.reason();
      case Outcome.NoPatch noPatch -> noPatch.reason();
      case Outcome.NotCode notCode -> notCode.reason();
      case Outcome.Abstained abstained -> abstained.reason();
    };
  }

  /** Merges the fixes, deploys the shop anew and meets every healed bug again. */
  private boolean deployed(Map<Bug, Healed> healed, List<String> traffic) {
    if (healed.isEmpty()) {
      return false;
    }
    screen.title("Merging " + healed.size() + " branches and deploying the shop again");
    repository.merge(healed.values().stream().map(Healed::branch).toList());
    build.run(repository.directory());
    boolean quiet = true;
    try (Shop shop = startShop()) {
      List<String> paths = new ArrayList<>(traffic);
      healed.keySet().forEach(bug -> paths.add(bug.path()));
      for (String path : paths) {
        int status = shop.get(path);
        screen.request(path, status);
        quiet &= status < 500;
      }
    }
    return quiet;
  }

  private void summary(List<Bug> bugs, Map<Bug, Healed> healed) {
    screen.title("Healed %d of %d bugs".formatted(healed.size(), bugs.size()));
    for (Bug bug : bugs) {
      Healed fix = healed.get(bug);
      if (fix == null) {
        screen.unhealed(bug.name(), bug.method());
      } else {
        screen.healed(bug.name(), bug.method(), fix.plan());
      }
    }
    screen.title("Look at");
    screen.say("  the commits  git -C %s log --all --oneline", repository.directory());
    screen.say("  the page     %s (until the demo ends)", daemon.page());
    screen.say("  the log      %s", folder.resolve("nexa.log"));
  }

  private static <T> Optional<T> await(
      Duration timeout, Supplier<Optional<T>> wanted, Supplier<Boolean> over) {
    long deadline = System.nanoTime() + timeout.toNanos();
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
        throw new Broken(
            folder + " exists and is no demo's folder; name another --home");
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
    log.close();
  }
}
