package nexa.javaagent.capture;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import nexa.javaagent.ship.Json;
import org.jspecify.annotations.Nullable;

/** The frames one exception passed through, written as it passed; innermost first. */
public final class Capture {

  private static final int FRAMES_MAX = 16;
  private static final int NAME_MAX = 4096;

  private @Nullable StringBuilder out;
  private @Nullable ValueWriter values;
  private final Set<Probe> probes = new HashSet<Probe>();

  /** The outermost calls so far, each method once, with receiver and arguments. */
  private final Map<Probe, Object[]> kept = new LinkedHashMap<Probe, Object[]>();

  private final int charsMax;
  private @Nullable Probe innermost;
  private int frames;

  /** When it began. */
  final long nanos = System.nanoTime();

  /** Whether it began in a method that was armed before anything failed. */
  private final boolean eager;

  /**
   * Creates a capture.
   *
   * @param lastNumber the last number that was given to an object in a call that may be part of it
   */
  Capture(CaptureRules rules, boolean eager, int lastNumber) {
    this.eager = eager;
    this.charsMax = rules.limits.charsMax;
    StringBuilder text = new StringBuilder(1024).append("{\"frames\":[");
    out = text;
    values =
        new ValueWriter(
            text,
            charsMax,
            System.nanoTime() + rules.limits.nanosMax,
            rules,
            new ObjectNumbers(lastNumber));
  }

  /**
   * Adds a frame.
   *
   * @param asCalled the frame as it was when it was called, or null when that is not known
   */
  synchronized void add(
      Probe probe,
      @Nullable Object receiver,
      @Nullable Object[] arguments,
      @Nullable CharSequence asCalled) {
    StringBuilder text = out;
    ValueWriter writer = values;
    if (text == null || writer == null || frames == FRAMES_MAX) {
      return;
    }
    int before = text.length();
    try {
      text.append(frames == 0 ? "" : ",");
      if (asCalled == null || before + asCalled.length() > charsMax) {
        writer.charsMax(before + (charsMax - before) / 2); // leaves room for the others
        frame(text, writer, probe, receiver, arguments);
      } else {
        text.append(asCalled);
      }
      frames++;
      probes.add(probe);
      innermost = innermost == null ? probe : innermost;
    } catch (Throwable t) { // half a frame must not spoil the others
      text.setLength(before);
      values = null;
    }
  }

  /**
   * Adds a frame of a recursion without end, in place of the method's earlier one: only the outermost
   * calls tell how it began. They are written down once it is over.
   */
  synchronized void keep(
      Probe probe, @Nullable Object receiver, @Nullable Object[] arguments) {
    kept.remove(probe);
    if (kept.size() == FRAMES_MAX) {
      kept.remove(kept.keySet().iterator().next());
    }
    kept.put(probe, new Object[] {receiver, arguments});
  }

  /** Writes down what was kept. */
  synchronized void writeKept() {
    for (Map.Entry<Probe, Object[]> call : kept.entrySet()) {
      call.getKey().captured();
      add(call.getKey(), call.getValue()[0], (Object[]) call.getValue()[1], null);
    }
    kept.clear();
  }

  /** Whether it has a frame of the method, or has no room for one. */
  synchronized boolean covers(Probe probe) {
    return frames == FRAMES_MAX || probes.contains(probe);
  }

  /** Whether it is worth as much as one of a crash that is armed: from where it was thrown on. */
  boolean isEagerFrom(StackTraceElement frame) {
    return eager && startsIn(frame);
  }

  /** Whether its first frame is of the method. */
  synchronized boolean startsIn(StackTraceElement frame) {
    Probe first = innermost;
    return first != null
        && first.className.equals(frame.getClassName())
        && first.method.equals(frame.getMethodName());
  }

  /** The snapshot as JSON, once; null when it holds no frame. Releases what it pinned. */
  public synchronized @Nullable String close() {
    StringBuilder text = out;
    out = null;
    values = null;
    return text == null || frames == 0 ? null : text.append("]}").toString();
  }

  /** Writes one call. */
  static void frame(
      StringBuilder text,
      ValueWriter writer,
      Probe probe,
      @Nullable Object receiver,
      @Nullable Object[] arguments) {
    text.append("{\"class\":");
    Json.string(text, probe.className, NAME_MAX);
    text.append(",\"method\":");
    Json.string(text, probe.method, NAME_MAX);
    text.append(",\"descriptor\":");
    Json.string(text, probe.descriptor, NAME_MAX);
    text.append(",\"receiver\":");
    if (receiver == null) {
      text.append("null");
    } else {
      writer.write("", receiver, null, 0);
    }
    text.append(",\"arguments\":[");
    for (int i = 0; i < arguments.length; i++) {
      text.append(i == 0 ? "" : ",").append("{\"name\":");
      Json.string(text, probe.name(i), NAME_MAX);
      text.append(",\"value\":");
      writer.write(probe.name(i), arguments[i], probe.primitive(i), 0);
      text.append('}');
    }
    text.append("]}");
  }
}
