package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import nexa.event.Severity;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One entry of systemd's journal: what a service printed in one line, or logged at once.
 *
 * @param cursor its place in the journal
 * @param stream tells the lines of one output of one process from others
 * @param time null when the entry has none that can be read
 * @param severity null when the priority says nothing
 */
record JournalEntry(
    String cursor, String stream, String message, @Nullable Instant time,
    @Nullable Severity severity) {

  /** The entry that a line of journalctl's JSON is, null when it is none or has no message. */
  static @Nullable JournalEntry parse(String line) {
    JsonNode entry;
    try {
      byte[] json = line.getBytes(UTF_8);
      entry = BoundedJson.object(json, 0, json.length, "entry");
    } catch (MalformedEventException e) {
      return null; // as one longer than a line; the next is whole again
    }
    String cursor = entry.path("__CURSOR").stringValue("");
    String message = message(entry.path("MESSAGE"));
    return cursor.isEmpty() || message == null
        ? null
        : new JournalEntry(
            cursor,
            entry.path("_STREAM_ID").stringValue("") + "/" + entry.path("_PID").stringValue(""),
            message,
            time(entry.path("__REALTIME_TIMESTAMP").stringValue("")),
            severity(entry.path("PRIORITY").stringValue("")));
  }

  /** A text; its bytes as numbers when it is no UTF-8; null when it was too long for journalctl. */
  private static @Nullable String message(JsonNode message) {
    if (!message.isArray()) {
      return message.stringValue(null);
    }
    byte[] bytes = new byte[message.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) message.get(i).asInt(0);
    }
    return new String(bytes, UTF_8);
  }

  /** Microseconds since 1970. */
  private static @Nullable Instant time(String micros) {
    try {
      return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
    } catch (NumberFormatException e) {
      return null; // the line may have a time of its own
    }
  }

  /** What a service only prints is all of priority 6; one it logs with a priority means it. */
  private static @Nullable Severity severity(String priority) {
    return switch (priority) {
      case "0", "1", "2" -> Severity.FATAL;
      case "3" -> Severity.ERROR;
      default -> null;
    };
  }
}
