package nexa.bench.classify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nexa.event.Event;
import nexa.event.Frame;
import nexa.event.HttpExchange;
import nexa.event.Severity;
import nexa.event.Sha256;
import nexa.event.StackTrace;
import nexa.issue.Category;
import nexa.issue.Classification.Fault;
import org.jspecify.annotations.Nullable;

/** Reads labelled events from a text file; the file's own head says how it is written. */
final class LabelledSet {

  private LabelledSet() {}

  /** A set that is a resource beside this class. */
  static List<LabelledEvent> resource(String name) throws IOException {
    try (InputStream in = LabelledSet.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("No resource " + name);
      }
      return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  static List<LabelledEvent> read(String text) {
    List<LabelledEvent> events = new ArrayList<>();
    List<String> block = new ArrayList<>();
    for (String line : (text + "\n\n").lines().toList()) {
      if (line.startsWith("#")) {
        continue;
      }
      if (!line.isBlank()) {
        block.add(line);
      } else if (!block.isEmpty()) {
        events.add(event(block, events.size() + 1));
        block.clear();
      }
    }
    return events;
  }

  private static LabelledEvent event(List<String> block, int number) {
    String[] label = block.get(0).split(" ", 2);
    Severity severity = Severity.ERROR;
    HttpExchange http = null;
    String log = null;
    List<Raised> raised = new ArrayList<>();
    for (String line : block.subList(1, block.size())) {
      String key = line.substring(0, line.indexOf(' '));
      String rest = line.substring(key.length() + 1);
      switch (key) {
        case "level" -> severity = Severity.valueOf(rest);
        case "http" -> http = http(rest);
        case "log" -> log = rest;
        case "throws", "cause" -> raised.add(Raised.of(rest));
        case "at" -> raised.get(raised.size() - 1).frames().addAll(frames(rest));
        default -> throw new IllegalArgumentException("Event " + number + ": " + line);
      }
    }
    StackTrace trace = trace(raised);
    String message = log != null ? log : trace == null ? "" : head(trace);
    Event event =
        new Event("event-" + number, "service", Instant.EPOCH, severity, "file", message, null,
            trace,
            null, http);
    return new LabelledEvent(
        event, Category.valueOf(label[0].toUpperCase(Locale.ROOT)),
        Fault.valueOf(label[1].toUpperCase(Locale.ROOT)), isMade(String.join("\n", block)));
  }

  private record Raised(String type, @Nullable String message, List<Frame> frames) {
    static Raised of(String head) {
      int colon = head.indexOf(": ");
      return colon < 0
          ? new Raised(head, null, new ArrayList<>())
          : new Raised(head.substring(0, colon), head.substring(colon + 2), new ArrayList<>());
    }
  }

  private static HttpExchange http(String text) {
    String[] words = text.split(" ", 3);
    return new HttpExchange(words[0], words[1], Integer.parseInt(words[2]));
  }

  private static List<Frame> frames(String text) {
    List<Frame> frames = new ArrayList<>();
    for (String place : text.split(" < ", -1)) {
      int dot = place.lastIndexOf('.');
      frames.add(new Frame(place.substring(0, dot), place.substring(dot + 1), null, 0));
    }
    return frames;
  }

  private static @Nullable StackTrace trace(List<Raised> raised) {
    StackTrace trace = null;
    for (int i = raised.size() - 1; i >= 0; i--) {
      Raised each = raised.get(i);
      trace = new StackTrace(each.type(), each.message(), each.frames(), trace, List.of());
    }
    return trace;
  }

  /** The message of an event that carries nothing but its exception. */
  private static String head(StackTrace trace) {
    return trace.exceptionType() + (trace.message() == null ? "" : ": " + trace.message());
  }

  /** Half of the events, chosen by their text, so that neither time nor taste chose them. */
  private static boolean isMade(String text) {
    byte[] hash = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
    return (hash[0] & 1) == 0;
  }
}
