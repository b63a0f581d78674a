package nexa.javaagent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

/** The running agent: its parts put together, and its one thread. */
final class Agent implements Runnable, Orders, Switchboard {

  private static final long HOOK_LOADED_NANOS = 2L * 1000 * 1000 * 1000;
  private static final long HOUSEKEEPING_NANOS = 5L * 1000 * 1000 * 1000;
  private static final long ROUND_MS = 100;
  private static final long STACK_BYTES = 512 * 1024;

  private final Instrumentation instrumentation;
  private final Counters counters = new Counters();
  private final Armory armory;
  private final Captures captures;
  private final SpySink sink;
  private final Watches watches = new Watches();
  private final LazySwaps swaps;
  private final EventQueue queue;
  private final KillSwitch killSwitch;
  private final Guard guard;
  private final Shipper shipper;
  private final boolean attached;
  private final boolean spooling;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean ending;

  private Agent(AgentOptions options, Instrumentation instrumentation, boolean attached) {
    this.instrumentation = instrumentation;
    this.attached = attached;
    this.spooling = options.spool() != null;
    Redactor redactor = new Redactor(options.redact());
    ThisJvm jvm = ThisJvm.startedNow();
    queue = new EventQueue(counters);
    Redefinitions redefinitions =
        new Redefinitions(instrumentation, ThisJvm.jvmStartedUnixMs(attached));
    armory = new Armory(redefinitions, counters, options.arm(), options.first());
    CaptureLimits limits =
        options.capturesAll() ? CaptureLimits.WHOLE : CaptureLimits.SERVICE;
    captures =
        new Captures(
            armory, CaptureRules.of(redactor, instrumentation, options.inApp(), limits));
    if (options.capturesAll()) {
      armory.captureCalls();
    }
    sink = new SpySink(queue, captures, watches, counters);
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

  /** Starts the agent; the hook class must have been defined, because this class links to it. */
  static void start(AgentOptions options, Instrumentation instrumentation, boolean attached) {
    Agent agent = new Agent(options, instrumentation, attached);
    NexaSpy.sink = agent.sink;
    UncaughtHandler.install();
    instrumentation.addTransformer(
        new HookTransformer(
            agent.armory, agent.watches, agent.armory.isEager(), options.capturesAll()),
        true);
    Thread thread = new Thread(null, agent, "nexa-agent", STACK_BYTES);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
    Thread end = new Thread(null, agent.new Ending(), "nexa-agent-end");
    end.setContextClassLoader(null);
    Runtime.getRuntime().addShutdownHook(end);
  }

  @Override
  public void run() {
    long started = System.nanoTime();
    long cleaned = started;
    boolean hooked = false;
    try {
      if (armory.isEager()) {
        captures.run();
      } else {
        armory.beforeFirstArming(captures); // most JVMs never fail: they need none of it
      }
      while (!ending) {
        try {
          guard.check();
          shipper.round(ROUND_MS);
          swaps.due();
          long now = System.nanoTime();
          if (!hooked && (attached || now - started > HOOK_LOADED_NANOS)) {
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
    } catch (Throwable t) { // nothing may escape into the application's uncaught handler
      counters.errors.incrementAndGet();
    } finally {
      ended.countDown();
    }
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

  /** Flushes as the JVM goes down, but never holds it up for long. */
  private final class Ending implements Runnable {
    private static final long WAIT_MS = 300;
    private static final long SPOOL_WAIT_MS = 2000;

    @Override
    public void run() {
      ending = true;
      queue.wake(); // else every exit takes the rest of a round
      try {
        ended.await(spooling ? SPOOL_WAIT_MS : WAIT_MS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
