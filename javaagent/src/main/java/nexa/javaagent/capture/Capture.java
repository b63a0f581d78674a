package nexa.javaagent.capture;

import nexa.javaagent.ship.Json;
import org.jspecify.annotations.Nullable;

/** The frames one exception passed through, written as it passed; innermost first. */
public final class Capture {

  private static final int FRAMES_MAX = 16;
  private static final int NAME_MAX = 4096;
  private static final int CHARS_MAX = 64 * 1024;
  private static final long NANOS_MAX = 100L * 1000 * 1000;

  private @Nullable StringBuilder out;
  private @Nullable ValueWriter values;
  private int frames;

  Capture(Redactor redactor, FieldReader fields) {
    StringBuilder text = new StringBuilder(1024).append("{\"frames\":[");
    out = text;
    values = new ValueWriter(text, CHARS_MAX, System.nanoTime() + NANOS_MAX, redactor, fields);
  }

  synchronized void add(Probe probe, @Nullable Object receiver, @Nullable Object[] arguments) {
    StringBuilder text = out;
    ValueWriter writer = values;
    if (text == null || writer == null || frames == FRAMES_MAX) {
      return;
    }
    int before = text.length();
    try {
      frame(text, writer, probe, receiver, arguments);
      frames++;
    } catch (Throwable t) { // half a frame must not spoil the others
      text.setLength(before);
      values = null;
    }
  }

  /** The snapshot as JSON, once; null when it holds no frame. Releases what it pinned. */
  public synchronized @Nullable String close() {
    StringBuilder text = out;
    out = null;
    values = null;
    return text == null || frames == 0 ? null : text.append("]}").toString();
  }

  private void frame(
      StringBuilder text,
      ValueWriter writer,
      Probe probe,
      @Nullable Object receiver,
      @Nullable Object[] arguments) {
    text.append(frames == 0 ? "" : ",").append("{\"class\":");
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
