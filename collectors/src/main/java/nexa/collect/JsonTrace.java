package nexa.collect;

import java.util.ArrayList;
import java.util.List;
import nexa.event.Frame;
import nexa.event.StackTrace;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a throwable that was logged as a JSON object, as the encoders of Logback, Log4j and JBoss do. */
final class JsonTrace {

  private static final int DEPTH_MAX = 64;
  private static final int SUPPRESSED_MAX = 64;
  private static final int TYPE_LENGTH_MAX = 512;
  private static final int NAME_LENGTH_MAX = 1_024;
  private static final int MESSAGE_LENGTH_MAX = 16 << 10;

  private JsonTrace() {}

  /** The stack trace an object holds, perhaps without frames, or null when it holds none. */
  static @Nullable StackTrace read(JsonNode node) {
    return read(node, List.of(), 0);
  }

  private static @Nullable StackTrace read(JsonNode node, List<Frame> enclosing, int depth) {
    String type =
        text(node, TYPE_LENGTH_MAX, "className", "exceptionType", "exception_class", "name",
            "type");
    if (type == null || type.indexOf('.') < 0 || depth > DEPTH_MAX) {
      return null;
    }
    JsonNode steps = first(node, "stepArray", "extendedStackTrace", "frames");
    List<Frame> frames =
        steps == null || !steps.isArray() ? List.of() : frames(steps, common(node), enclosing);
    return new StackTrace(
        type,
        text(node, MESSAGE_LENGTH_MAX, "message", "exception_message"),
        frames,
        cause(node, frames, depth),
        suppressed(node.path("suppressed"), frames, depth));
  }

  /** JBoss wraps each cause in an object of its own. */
  private static @Nullable StackTrace cause(JsonNode node, List<Frame> enclosing, int depth) {
    JsonNode cause = first(node, "cause", "causedBy");
    JsonNode wrapped = cause == null ? null : cause.get("exception");
    JsonNode inner = wrapped == null ? cause : wrapped;
    return inner == null ? null : read(inner, enclosing, depth + 1);
  }

  private static List<StackTrace> suppressed(JsonNode nodes, List<Frame> enclosing, int depth) {
    List<StackTrace> suppressed = new ArrayList<>();
    for (JsonNode node : nodes) {
      StackTrace trace = read(node, enclosing, depth + 1);
      if (trace != null && suppressed.size() < SUPPRESSED_MAX) {
        suppressed.add(trace);
      }
    }
    return suppressed;
  }

  private static int common(JsonNode node) {
    JsonNode common = first(node, "commonFramesCount", "commonElementCount");
    return common == null ? 0 : common.asInt(0);
  }

  /** The frames of a throwable, and those left out as they are common with the enclosing one. */
  private static List<Frame> frames(JsonNode steps, int common, List<Frame> enclosing) {
    List<Frame> frames = new ArrayList<>();
    for (JsonNode step : steps) {
      Frame frame = frame(step);
      if (frame != null && frames.size() < OpenTrace.FRAMES_MAX) {
        frames.add(frame);
      }
    }
    int room = OpenTrace.FRAMES_MAX - frames.size();
    int count = Math.clamp(common, 0, Math.min(room, enclosing.size()));
    frames.addAll(enclosing.subList(enclosing.size() - count, enclosing.size()));
    return frames;
  }

  private static @Nullable Frame frame(JsonNode step) {
    String type = text(step, NAME_LENGTH_MAX, "className", "class");
    String method = text(step, NAME_LENGTH_MAX, "methodName", "method");
    JsonNode line = first(step, "lineNumber", "line");
    return type == null || method == null ? null
        : new Frame(
            type, method, text(step, NAME_LENGTH_MAX, "fileName", "file"),
            line == null ? 0 : Math.max(0, line.asInt(0)));
  }

  private static @Nullable JsonNode first(JsonNode node, String... names) {
    for (String name : names) {
      JsonNode value = node.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static @Nullable String text(JsonNode node, int max, String... names) {
    JsonNode value = first(node, names);
    return value == null || !value.isString() || value.stringValue().isEmpty() ? null
        : Printable.text(value.stringValue(), max);
  }
}
