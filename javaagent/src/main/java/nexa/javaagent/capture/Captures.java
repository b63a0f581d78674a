package nexa.javaagent.capture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The captures of the exceptions in flight, by the identity of their root cause. */
public final class Captures implements Runnable {

  private static final int IN_FLIGHT_MAX = 64;
  private static final long NANOS_MAX = 10L * 1000 * 1000 * 1000;
  private static final int PER_SECOND = 10;
  private static final int WARM_ROUNDS = 5;

  private final Armory armory;
  private final CaptureRules rules;
  private final @Nullable Calls calls;
  private final ThrowableTable<Capture> inFlight =
      new ThrowableTable<Capture>(IN_FLIGHT_MAX, NANOS_MAX);
  private final AtomicLong rate = new AtomicLong();
  private volatile long lastNanos = System.nanoTime() - NANOS_MAX;
  private volatile boolean off;

  public Captures(Armory armory, CaptureRules rules) {
    this.armory = armory;
    this.rules = rules;
    this.calls = rules.asCalled() ? new Calls(rules) : null;
  }

  /** An armed method is called; only where calls are captured as they are made. */
  public void calling(int id, @Nullable Object receiver, @Nullable Object[] arguments) {
    Probe probe = armory.probe(id);
    if (probe != null && calls != null && !off) {
      calls.calling(probe, receiver, arguments);
    }
  }

  /** An exception leaves an armed method. */
  public void leaving(
      int id, @Nullable Object receiver, @Nullable Object[] arguments, Throwable thrown) {
    Probe probe = armory.probe(id);
    boolean overflow = thrown instanceof StackOverflowError;
    if (probe == null
        || off
        || !(overflow ? calls != null : capturable(thrown))) {
      return;
    }
    Throwable root = overflow ? thrown : ThrowableReader.root(thrown);
    Capture capture = inFlight.get(root);
    if (capture == null) {
      if (!probe.wants(root) || !overflow && !capturable(root) || !allowed()) {
        return;
      }
      capture = new Capture(rules, probe.eager(), calls == null ? 0 : calls.lastNumber());
      lastNanos = capture.nanos;
      inFlight.put(root, capture);
    }
    if (overflow) {
      capture.keep(probe, receiver, arguments);
      return;
    }
    probe.captured();
    CharSequence asCalled = calls == null ? null : calls.of(probe, receiver, arguments);
    capture.add(probe, receiver, arguments, asCalled);
  }

  /** What was captured of an exception, or null. */
  public @Nullable Capture of(Throwable thrown) {
    Capture capture = inFlight.get(ThrowableReader.root(thrown));
    if (capture != null) {
      capture.writeKept();
    }
    return capture;
  }

  /** Whether there is a capture of an exception; mostly costs a look at the clock. */
  public boolean has(Throwable thrown) {
    return System.nanoTime() - lastNanos < NANOS_MAX && of(thrown) != null;
  }

  /** Captures nothing while it is off. */
  public void off(boolean off) {
    this.off = off;
  }

  public void purge() {
    inFlight.purge();
  }

  /** Not for errors of the machine, which leave neither stack nor memory to work with. */
  static boolean capturable(Throwable thrown) {
    return !(thrown instanceof VirtualMachineError)
        && !thrown.getClass().getName().equals("java.lang.ThreadDeath");
  }

  /** Loads and runs everything a capture needs, so that the failing thread need not. */
  @Override
  public void run() {
    Probe probe = new Probe(-1, "nexa.javaagent.Warm", "up", "(ILjava/util/Map;)V");
    Map<String, Object> values = new TreeMap<String, Object>();
    values.put("list", Collections.unmodifiableList(new ArrayList<Object>()));
    values.put("array", new int[] {1});
    values.put("text", "some words: key=value and more of them");
    values.put("optional", Optional.of(1));
    for (int i = 0; i < WARM_ROUNDS; i++) {
      Capture capture = new Capture(rules, false, 0);
      capture.add(probe, new ThrowableTable<Capture>(1, 1), new Object[] {1, values}, null);
      capture.close();
    }
    Throwable root =
        ThrowableReader.root(new IllegalStateException(new IllegalArgumentException()));
    inFlight.get(root);
  }

  /** At most a few new captures a second: the second in the high bits, their count in the low. */
  private boolean allowed() {
    long second = System.nanoTime() / 1000000000L;
    long before = rate.get();
    long count = before >> 8 == second ? before & 255 : 0;
    return count < PER_SECOND && rate.compareAndSet(before, second << 8 | count + 1);
  }
}
