package nexa.javaagent;

import java.lang.instrument.Instrumentation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import nexa.javaagent.hook.Equipment;
import nexa.javaagent.hook.HookTransformer;
import nexa.javaagent.hook.SpySink;
import nexa.javaagent.hook.UncaughtHandler;
import nexa.javaagent.ship.Counters;
import nexa.javaagent.ship.EventQueue;
import org.jspecify.annotations.Nullable;

/**
 * The start of the agent: the hooks, and its one thread. What the hooks do not need is made on that
 * thread, at the first failure or once the application has started, which its class loading tells.
 */
final class Start implements Runnable {

  private static final int LOOKS_MIN = 20;
  private static final int LOOKS_MAX = 150;
  private static final long LOOK_MS = 100;
  private static final int LOOKS_OF_CALM = 5;
  private static final int CLASSES_IN_CALM_MAX = 20;
  private static final long STACK_BYTES = 512 * 1024;

  private final AgentOptions options;
  private final Instrumentation instrumentation;
  private final boolean attached;
  private final ThisJvm jvm = ThisJvm.startedNow();
  private final Counters counters = new Counters();
  private final EventQueue queue = new EventQueue(counters);
  private final Equipment equipment = new Equipment();
  private final SpySink sink = new SpySink(queue, equipment, counters);
  private final HookTransformer transformer;
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable Agent agent;

  private Start(AgentOptions options, Instrumentation instrumentation, boolean attached) {
    this.options = options;
    this.instrumentation = instrumentation;
    this.attached = attached;
    this.transformer = new HookTransformer(equipment, options.armsEarly(), options.capturesAll());
  }

  /** Starts the agent; the hook class must have been defined, because this class links to it. */
  static void start(AgentOptions options, Instrumentation instrumentation, boolean attached) {
    options.port(); // a wrong address is told before the application starts
    Start start = new Start(options, instrumentation, attached);
    if (options.armsEarly()) {
      start.agent = start.agent();
    }
    NexaSpy.sink = options.killFile().exists() ? null : start.sink; // the guard sees to it later
    UncaughtHandler.install();
    instrumentation.addTransformer(start.transformer, true);
    Thread thread = new Thread(null, start, "nexa-agent", STACK_BYTES);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
    Thread end = new Thread(null, start.new Ending(), "nexa-agent-end");
    end.setContextClassLoader(null);
    Runtime.getRuntime().addShutdownHook(end);
  }

  @Override
  public void run() {
    try {
      if (agent == null && !attached) {
        giveHeadStart();
      }
      if (!queue.isClosed() || !queue.isEmpty()) {
        agent().run();
      }
    } catch (Throwable t) { // nothing may escape into the application's uncaught handler
      counters.errors.incrementAndGet();
    } finally {
      ended.countDown();
    }
  }

  /** Waits until the application loads few classes, as it does once it has started. */
  private void giveHeadStart() throws InterruptedException {
    int seen = 0;
    int calm = 0;
    for (int looks = 0;
        looks < LOOKS_MAX && (looks < LOOKS_MIN || calm < LOOKS_OF_CALM);
        looks++) {
      queue.await(LOOK_MS);
      if (queue.isClosed() || !queue.isEmpty()) {
        return;
      }
      if (transformer.classes() - seen > CLASSES_IN_CALM_MAX) {
        seen = transformer.classes();
        calm = 0;
      } else {
        calm++;
      }
    }
  }

  private Agent agent() {
    Agent made = agent;
    return made == null
        ? new Agent(options, instrumentation, attached, jvm, counters, queue, sink, equipment)
        : made;
  }

  /** Flushes as the JVM goes down, but never holds it up for long. */
  private final class Ending implements Runnable {
    private static final long WAIT_MS = 300;
    private static final long SPOOL_WAIT_MS = 2000;

    @Override
    public void run() {
      queue.close();
      try {
        ended.await(options.spool() == null ? WAIT_MS : SPOOL_WAIT_MS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
