package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/** The newest lines of a source, read by the same parser as all others, and handed to nobody. */
final class NewestLines {

  private static final int BYTES_MAX = 64 << 10;

  private NewestLines() {}

  /** The last {@value #BYTES_MAX} bytes of a file, from the first line on that begins there. */
  static String ofFile(Path file) throws IOException {
    try (LogContent content = LogContent.open(file)) {
      long size = content.size();
      long from = Math.max(0, size - BYTES_MAX);
      ByteBuffer bytes = ByteBuffer.allocate((int) (size - from));
      while (bytes.hasRemaining() && content.read(bytes, from + bytes.position()) > 0) {
        // a read may give a part
      }
      String text = new String(bytes.array(), 0, bytes.position(), UTF_8);
      int firstBreak = text.indexOf('\n');
      return from > 0 && firstBreak >= 0 ? text.substring(firstBreak + 1) : text;
    }
  }

  /** What the parser sees in lines, in words. */
  static String seen(String text, String service, String input, Clock clock) {
    if (text.isBlank()) {
      return "it has no line yet, so that the parser was not tried";
    }
    LogText.Content read = LogText.read(text, service, null, input, clock);
    String layouts =
        read.tally().layouts().entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue().reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(each -> each.getValue() + " " + each.getKey())
            .collect(Collectors.joining(", "));
    return "the parser read its newest lines (" + layouts + ") and found "
        + read.events().size() + " crashes and errors in them, which it handed to nobody";
  }

  /** How long ago something was, in words. */
  static String ago(Instant then, Clock clock) {
    Duration age = Duration.between(then, clock.instant());
    if (age.isNegative()) {
      return "in the future, by this host's clock";
    }
    if (age.toMinutes() < 2) {
      return age.toSeconds() + " s ago";
    }
    return age.toHours() < 2 ? age.toMinutes() + " min ago"
        : age.toDays() < 2 ? age.toHours() + " h ago" : age.toDays() + " days ago";
  }
}
