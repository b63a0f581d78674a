package nexa.javaagent.capture;

import java.lang.instrument.Instrumentation;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The captures of the exceptions in flight, by the identity of their root cause. */
public final class Captures {

  private static final int IN_FLIGHT_MAX = 64;
  private static final long NANOS_MAX = 10L * 1000 * 1000 * 1000;
  private static final int PER_SECOND = 10;

  private final Armory armory;
  private final Redactor redactor;
  private final FieldReader fields;
  private final ThrowableTable<Capture> inFlight =
      new ThrowableTable<Capture>(IN_FLIGHT_MAX, NANOS_MAX);
  private final AtomicLong rate = new AtomicLong();

  public Captures(Armory armory, Redactor redactor, Instrumentation instrumentation) {
    this.armory = armory;
    this.redactor = redactor;
    this.fields = new FieldReader(instrumentation);
  }

  /** An exception leaves an armed method. */
  public void leaving(
      int id, @Nullable Object receiver, @Nullable Object[] arguments, Throwable thrown) {
    Probe probe = armory.probe(id);
    if (probe == null
        || thrown instanceof VirtualMachineError
        || thrown.getClass().getName().equals("java.lang.ThreadDeath")) {
      return;
    }
    Throwable root = ThrowableReader.root(thrown);
    if (!probe.wants(root)) {
      return;
    }
    Capture capture = inFlight.get(root);
    if (capture == null) {
      if (!allowed()) {
        return;
      }
      capture = new Capture(redactor, fields);
      inFlight.put(root, capture);
    }
    capture.add(probe, receiver, arguments);
  }

  /** What was captured of an exception, or null. */
  public @Nullable Capture of(Throwable thrown) {
    return inFlight.get(ThrowableReader.root(thrown));
  }

  public void purge() {
    inFlight.purge();
  }

  /** Loads and runs once everything a capture needs, so that the failing thread need not. */
  public void warmUp() {
    Probe probe = new Probe(-1, "nexa.javaagent.Warm", "up", "(ILjava/lang/String;)V");
    Capture capture = new Capture(redactor, fields);
    capture.add(
        probe, new Object(), new Object[] {1, "text", new int[] {1}, new java.util.ArrayList<Object>()});
    capture.close();
  }

  /** At most a few new captures a second: the second in the high bits, their count in the low. */
  private boolean allowed() {
    long second = System.nanoTime() / 1000000000L;
    long before = rate.get();
    long count = before >> 8 == second ? before & 255 : 0;
    return count < PER_SECOND && rate.compareAndSet(before, second << 8 | count + 1);
  }
}
