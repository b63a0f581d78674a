package nexa.agent.swap;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import nexa.agent.store.Swaps;
import nexa.agent.store.Swaps.State;
import nexa.heal.swap.ClassBuild;
import nexa.issue.Diagnosis;
import nexa.patch.Patch;
import nexa.repair.Change;
import nexa.repair.Decision;
import nexa.repair.Plan;
import nexa.repair.Swapped;
import nexa.repair.Swapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Swaps a fix into the connected JVMs of its service by orders to their javaagents, one JVM after the
 * other: first the classes are read as they run, then the patch is built on top of exactly these, then
 * they are redefined. What a JVM has already, by its own word, is not repeated.
 */
public final class JvmSwapper implements Swapper {

  private static final Logger log = LoggerFactory.getLogger(JvmSwapper.class);
  private static final Duration REPORT_MAX = Duration.ofSeconds(5);
  private static final Duration TOO_SOON_PAUSE = Duration.ofSeconds(5);
  private static final int TOO_SOON_MAX = 7;
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final int NAMED_MAX = 5;
  private static final int RELEASE_DIGITS = 12;

  private final Jvms jvms;
  private final Orders orders;
  private final Swaps swaps;
  private final ClassBuild build;
  private final Limits limits;
  private final InstantSource clock;
  private final long started = System.nanoTime();

  /** One swap at a time, for each builds on what runs. */
  private final ReentrantLock swapping = new ReentrantLock();

  /** A fix is not taken out while it is on its way in; the way out of others is always free. */
  private final Map<String, ReentrantLock> fixes = new ConcurrentHashMap<>();

  /**
   * How long things take.
   *
   * @param watched how long a JVM watches a swap and rolls it back by itself
   * @param returning how long after the daemon's start JVMs may take to connect again
   */
  public record Limits(Duration watched, Duration returning) {

    /** Watched for ten minutes; an agent tries again after half a minute at the latest. */
    public static Limits usual() {
      return new Limits(Duration.ofMinutes(10), Duration.ofSeconds(35));
    }
  }

  public JvmSwapper(
      Jvms jvms,
      Orders orders,
      Swaps swaps,
      ClassBuild build,
      Limits limits,
      InstantSource clock) {
    this.jvms = jvms;
    this.orders = orders;
    this.swaps = swaps;
    this.build = build;
    this.limits = limits;
    this.clock = clock;
  }

  /** What a plan at trust level hotswap says beforehand about the running JVMs. */
  public List<String> actions(Diagnosis diagnosis, Patch patch) {
    String service = diagnosis.issue().service();
    return switch (build.changed(diagnosis, patch)) {
      case ClassBuild.Changed.Bodies bodies -> List.of(action(service, bodies));
      case ClassBuild.Changed.Restart(String reason) ->
          List.of(
              "Swap nothing into the running JVMs of " + service + ", as the fix takes a restart: "
                  + reason);
    };
  }

  private String action(String service, ClassBuild.Changed.Bodies bodies) {
    List<String> methods = named(bodies);
    String named = String.join(", ", methods.subList(0, Math.min(NAMED_MAX, methods.size())));
    return "Swap "
        + (methods.size() > NAMED_MAX ? named + " and " + (methods.size() - NAMED_MAX) + " more"
            : named)
        + " into the running JVMs of " + service + ", watched for "
        + limits.watched().toMinutes() + " minutes, rolled back by itself";
  }

  /** The methods as a person reads them. */
  private static List<String> named(ClassBuild.Changed.Bodies bodies) {
    return bodies.classes().stream()
        .flatMap(
            touched -> touched.methods().stream()
                .map(method -> simple(touched.className()) + "#" + bare(method)))
        .distinct()
        .toList();
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  private static String bare(String method) {
    return method.substring(0, method.indexOf('('));
  }

  @Override
  public Swapped swap(Plan plan, Change change, Decision.Approved approval) {
    return alone(
        fixes.computeIfAbsent(plan.id(), id -> new ReentrantLock()),
        () -> alone(swapping, () -> swappedIn(plan, change, approval)));
  }

  private static Swapped alone(ReentrantLock lock, Supplier<Swapped> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private Swapped swappedIn(Plan plan, Change change, Decision.Approved approval) {
    String service = plan.diagnosis().issue().service();
    if (!(build.changed(plan.diagnosis(),
        plan.patch()) instanceof ClassBuild.Changed.Bodies bodies)) {
      return Swapped.nowhere("The fix takes a restart");
    }
    if (!plan.actions().contains(action(service, bodies))) {
      return Swapped.nowhere("The plan that was approved says nothing of running JVMs");
    }
    awaitReturn(service, plan.id());
    List<Jvms.Jvm> targets = jvms.of(service);
    if (targets.isEmpty()) {
      return Swapped.nowhere("No JVM of " + service + " is connected");
    }
    Job job =
        new Job(plan, change, Order.Cause.of(plan.id(), approval.by(), plan.digest()), bodies);
    List<Swapped.InJvm> results = new ArrayList<>();
    for (Jvms.Jvm jvm : targets) {
      String refusal = into(jvm, job);
      log.info(
          "msg=\"hot-swap\" fix={} service={} pid={} refusal=\"{}\"", plan.id(), service,
          jvm.process().pid(), refusal);
      results.add(new Swapped.InJvm(jvm.process().pid(), refusal));
    }
    return new Swapped(results, null);
  }

  /** What is swapped in, the same for every JVM. */
  private record Job(
      Plan plan, Change change, Order.Cause cause, ClassBuild.Changed.Bodies bodies) {

    List<String> classNames() {
      return bodies.classes().stream().map(ClassBuild.Touched::className).toList();
    }

    /** The methods as an order names them. */
    List<String> methodLines() {
      return bodies.classes().stream()
          .flatMap(
              touched -> touched.methods().stream()
                  .map(method -> touched.className() + " " + method))
          .toList();
    }
  }

  /**
   * After a restart of the daemon, waits a bounded time for the JVMs that an earlier attempt reached:
   * only they can say whether the fix is in.
   */
  private void awaitReturn(String service, String fix) {
    long returned = started + limits.returning().toNanos();
    List<Swaps.Jvm> reached =
        swaps.ofFix(fix).stream()
            .filter(entry -> entry.state() == State.ORDERED || entry.state().isLive())
            .map(Swaps.Entry::jvm)
            .toList();
    await(
        returned,
        () -> !jvms.of(service).isEmpty()
            && jvms.of(service).stream().map(Jvms.Jvm::process).toList().containsAll(reached));
    await(
        System.nanoTime() + REPORT_MAX.toNanos(),
        () -> jvms.of(service).stream().allMatch(Jvms.Jvm::reported));
  }

  private static void await(long deadlineNanos, BooleanSupplier wanted) {
    while (!wanted.getAsBoolean() && System.nanoTime() - deadlineNanos < 0) {
      pause(LOOK);
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The daemon stops", e);
    }
  }

  /** Swaps into one JVM; the reason why not, or null when the fix is in. */
  private @Nullable String into(Jvms.Jvm jvm, Job job) {
    Optional<Swaps.Entry> earlier = live(jvm, job.plan().id());
    if (earlier.isPresent()) {
      return alreadyIn(job, earlier.get());
    }
    String refusal = jvm.swapping() == Jvms.Swapping.ON ? ordered(jvm, job) : notTaking(jvm);
    if (refusal != null) {
      record(jvm, job, State.REFUSED, refusal);
    }
    return refusal;
  }

  /** The ledger hears of each answer at once and of each status, so it is never behind them. */
  private Optional<Swaps.Entry> live(Jvms.Jvm jvm, String fix) {
    return swaps.find(fix, jvm.process()).filter(entry -> entry.state().isLive());
  }

  private @Nullable String alreadyIn(Job job, Swaps.Entry entry) {
    String commit = job.change().commit();
    if (entry.commit() != null && !entry.commit().equals(commit)) {
      return "An earlier form of " + job.plan().id() + " is in; roll it back first";
    }
    swaps.record(entry.of(commit));
    return null;
  }

  private static String notTaking(Jvms.Jvm jvm) {
    return switch (jvm.swapping()) {
      case ON -> throw new IllegalArgumentException("It takes orders: " + jvm);
      case OFF -> "It was started without swapkey, so it takes no orders";
      case WRONG_KEY -> "It was started with the swapkey of another daemon";
      case NEEDS_JAVA_15 -> "It runs Java " + jvm.hello().version() + "; orders need Java 15";
    };
  }

  private @Nullable String ordered(Jvms.Jvm jvm, Job job) {
    record(jvm, job, State.ORDERED, null);
    OrderAnswer tapped =
        orders.give(
            jvm, Order.Kind.TAP, job.cause(),
            Order.tap(job.classNames(), job.methodLines()));
    if (!tapped.ok()) {
      return "Its classes cannot be read: " + tapped.reason();
    }
    return switch (build.build(job.bodies(), running(tapped))) {
      case ClassBuild.Built.Refused(String reason) -> otherRelease(jvm, job.plan()) + reason;
      case ClassBuild.Built.Ready(List<ClassBuild.PatchedClass> patched) ->
          swapped(jvm, job, fresh(patched, tapped));
    };
  }

  private static List<ClassBuild.RunningClass> running(OrderAnswer tapped) {
    return tapped.classes().stream()
        .map(tap -> new ClassBuild.RunningClass(tap.name(), tap.base(), tap.disk()))
        .toList();
  }

  /** The patched classes, each bound to what the JVM said it runs. */
  private static List<Order.NewClass> fresh(
      List<ClassBuild.PatchedClass> patched, OrderAnswer tapped) {
    Map<String, String> running =
        tapped.classes().stream()
            .collect(
                Collectors.toMap(
                    OrderAnswer.TappedClass::name, OrderAnswer.TappedClass::running,
                    (one, two) -> one));
    return patched.stream()
        .map(
            one -> new Order.NewClass(
                one.name(), running.getOrDefault(one.name(), ""), one.classFile()))
        .toList();
  }

  /** A release that is not the one the patch was made on explains most refusals. */
  private static String otherRelease(Jvms.Jvm jvm, Plan plan) {
    String release = jvm.hello().release();
    String commit = plan.diagnosis().commit();
    return release == null || commit.startsWith(release)
        ? ""
        : "It runs release " + shortened(release) + ", the patch was made on "
            + shortened(commit) + ": ";
  }

  private static String shortened(String id) {
    return id.substring(0, Math.min(RELEASE_DIGITS, id.length()));
  }

  private @Nullable String swapped(Jvms.Jvm jvm, Job job, List<Order.NewClass> classes) {
    swaps.audit(job.cause().by(), "swap", subject(jvm, job.cause()));
    OrderAnswer answer =
        patiently(
            () -> orders.give(
                jvm, Order.Kind.SWAP, job.cause(),
                Order.swap(classes, job.methodLines(), limits.watched())));
    if (!answer.ok() && live(jvm, job.plan().id()).isEmpty()) { // its answer may have got lost
      return answer.reason();
    }
    record(jvm, job, State.PROVISIONAL, null);
    return null;
  }

  /** Gives an order again while the JVM has been changed too short a time ago. */
  private static OrderAnswer patiently(Supplier<OrderAnswer> order) {
    OrderAnswer answer = order.get();
    for (int again = 0; again < TOO_SOON_MAX && answer.isTooSoon(); again++) {
      pause(TOO_SOON_PAUSE);
      answer = order.get();
    }
    return answer;
  }

  private static String subject(Jvms.Jvm jvm, Order.Cause cause) {
    return cause.id() + " " + jvm.service() + " " + jvm.process().pid() + " " + cause.approval();
  }

  private void record(Jvms.Jvm jvm, Job job, State state, @Nullable String reason) {
    Instant now = clock.instant();
    swaps.record(
        new Swaps.Entry(
            job.plan().id(), jvm.process(), state, job.cause().by(), now,
            state == State.PROVISIONAL ? now.plus(limits.watched()) : null, reason,
            job.change().commit(),
            named(job.bodies())));
  }

  /** Takes a fix out of every connected JVM that has it; none when no JVM has. */
  public Swapped rollback(Plan plan, String by) {
    return alone(
        fixes.computeIfAbsent(plan.id(), id -> new ReentrantLock()),
        () -> takenOut(plan, by));
  }

  private Swapped takenOut(Plan plan, String by) {
    Order.Cause cause = Order.Cause.of(plan.id(), by, plan.digest());
    List<Swapped.InJvm> results = new ArrayList<>();
    for (Jvms.Jvm jvm : jvms.of(plan.diagnosis().issue().service())) {
      boolean isIn =
          swaps
              .find(plan.id(), jvm.process())
              .filter(entry -> entry.state() == State.ORDERED || entry.state().isLive())
              .isPresent();
      if (isIn) {
        results.add(new Swapped.InJvm(jvm.process().pid(), out(jvm, cause)));
      }
    }
    return new Swapped(results, results.isEmpty() ? "No running JVM has it" : null);
  }

  private @Nullable String out(Jvms.Jvm jvm, Order.Cause cause) {
    if (jvm.swapping() != Jvms.Swapping.ON) {
      return notTaking(jvm);
    }
    swaps.audit(cause.by(), "rollback", subject(jvm, cause));
    OrderAnswer answer = orders.give(jvm, Order.Kind.ROLLBACK, cause, List.of());
    if (!answer.ok()) {
      return answer.reason();
    }
    swaps
        .find(cause.id(), jvm.process())
        .ifPresent(
            entry -> swaps.record(entry.now(State.ROLLED_BACK, "ordered by " + cause.by())));
    return null;
  }
}
