package nexa.javaagent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import nexa.javaagent.capture.Armory;
import nexa.javaagent.capture.CaptureLimits;
import nexa.javaagent.capture.CaptureRules;
import nexa.javaagent.capture.Captures;
import nexa.javaagent.capture.Redactor;
import nexa.javaagent.capture.Redefinitions;
import nexa.javaagent.guard.Guard;
import nexa.javaagent.guard.KillSwitch;
import nexa.javaagent.guard.Overhead;
import nexa.javaagent.guard.Switchboard;
import nexa.javaagent.hook.Equipment;
import nexa.javaagent.hook.HookTransformer;
import nexa.javaagent.hook.SpySink;
import nexa.javaagent.hook.UncaughtHandler;
import nexa.javaagent.ship.Counters;
import nexa.javaagent.ship.EventQueue;
import nexa.javaagent.ship.OrderResults;
import nexa.javaagent.ship.Orders;
import nexa.javaagent.ship.Shipper;
import nexa.javaagent.ship.StatusPart;
import nexa.javaagent.swap.LazySwaps;
import nexa.javaagent.swap.Watches;

/** The running agent: its parts put together, and what its one thread does. */
final class Agent implements Orders, Switchboard {

  private static final long HOOK_LOADED_NANOS = 2L * 1000 * 1000 * 1000;
  private static final long HOUSEKEEPING_NANOS = 5L * 1000 * 1000 * 1000;
  private static final long ROUND_MS = 100;

  private final Instrumentation instrumentation;
  private final boolean attached;
  private final boolean armsEarly;
  private final ThisJvm jvm;
  private final Counters counters;
  private final EventQueue queue;
  private final SpySink sink;
  private final Armory armory;
  private final Captures captures;
  private final LazySwaps swaps;
  private final KillSwitch killSwitch;
  private final Guard guard;
  private final Shipper shipper;

  Agent(
      AgentOptions options,
      Instrumentation instrumentation,
      boolean attached,
      ThisJvm jvm,
      Counters counters,
      EventQueue queue,
      SpySink sink,
      Equipment equipment) {
    this.instrumentation = instrumentation;
    this.attached = attached;
    this.armsEarly = options.armsEarly();
    this.jvm = jvm;
    this.counters = counters;
    this.queue = queue;
    this.sink = sink;
    Redactor redactor = new Redactor(options.redact());
    Redefinitions redefinitions =
        new Redefinitions(instrumentation, jvm.jvmStartedUnixMs(attached));
    armory = new Armory(redefinitions, counters, options.arm(), options.first());
    CaptureLimits limits =
        options.capturesAll() ? CaptureLimits.WHOLE : CaptureLimits.SERVICE;
    captures =
        new Captures(
            armory, CaptureRules.of(redactor, instrumentation, options.inApp(), limits));
    if (options.capturesAll()) {
      armory.captureCalls();
    }
    Watches watches = new Watches();
    equipment.complete(armory, captures, watches);
    OrderResults results = new OrderResults(counters);
    Overhead overhead = new Overhead(counters);
    File temporary = new File(System.getProperty("java.io.tmpdir", "/tmp"));
    killSwitch = new KillSwitch(options.killFile(), temporary, jvm.pid);
    swaps =
        new LazySwaps(
            options, jvm, redefinitions, watches, results, counters, overhead, killSwitch);
    List<StatusPart> parts = new ArrayList<StatusPart>();
    parts.add(armory);
    parts.add(counters);
    parts.add(swaps);
    guard = new Guard(killSwitch, overhead, this, options.capturesAll());
    parts.add(overhead);
    parts.add(guard);
    shipper =
        new Shipper(
            options,
            jvm,
            queue,
            counters,
            armory,
            redactor,
            parts,
            this,
            results);
  }

  /** Works until the queue is closed. */
  void run() throws InterruptedException {
    long cleaned = System.nanoTime();
    boolean hooked = false;
    if (armsEarly) {
      captures.run();
    } else {
      armory.beforeFirstArming(captures); // most JVMs never fail: they need none of it
    }
    while (!queue.isClosed()) {
      try {
        guard.check();
        shipper.round(ROUND_MS);
        swaps.due();
        long now = System.nanoTime();
        if (!hooked && (attached || now - jvm.startedNanos > HOOK_LOADED_NANOS)) {
          hooked = true;
          hookLoaded();
        }
        if (now - cleaned > HOUSEKEEPING_NANOS) {
          cleaned = now;
          armory.expire();
          captures.purge();
          sink.purge();
        }
      } catch (Exception e) { // one bad event must not end the agent
        counters.errors.incrementAndGet();
      }
    }
    shipper.flush();
  }

  @Override
  public void answered(boolean paused, List<String> orders) {
    killSwitch.daemon(paused);
    swaps.heard(orders);
  }

  @Override
  public void power(boolean on) {
    shipper.off(!on); // swaps look at the kill switch themselves
  }

  @Override
  public void hooks(boolean on) {
    NexaSpy.sink = on ? sink : null;
  }

  @Override
  public void captures(boolean on) {
    captures.off(!on);
    armory.off(!on);
    queue.throttle(!on);
  }

  /** Hooks the classes that were loaded before the agent was, in one retransformation. */
  private void hookLoaded() throws Exception {
    List<Class<?>> loaded = new ArrayList<Class<?>>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (HookTransformer.isHooked(type.getName()) && instrumentation.isModifiableClass(type)) {
        loaded.add(type);
      }
    }
    instrumentation.retransformClasses(loaded.toArray(new Class<?>[0]));
    UncaughtHandler.remove();
  }
}
