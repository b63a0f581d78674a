package nexa.collect;

import java.time.Clock;
import java.time.Instant;
import nexa.event.Severity;
import org.jspecify.annotations.Nullable;

/**
 * What a container runtime or syslog put around a line that a process wrote. What is within may have
 * any layout, and the lines of one stack trace each have an envelope of their own.
 *
 * @param stream what the line came from: lines of one stream go on with each other
 * @param text what the process wrote
 * @param partial whether the line goes on in the stream's next envelope
 * @param stamp the timestamp as it was written
 */
record Envelope(
    Layout layout,
    String stream,
    String text,
    boolean partial,
    String stamp,
    @Nullable Severity severity) {

  private static final int STREAM_LENGTH_MAX = 128;
  private static final int PRIORITY_LENGTH_MAX = 4;
  /** Docker cuts a longer line in parts of this size, and replaces a character that it cut. */
  private static final int DOCKER_PART_BYTES = 16 << 10;
  private static final int DOCKER_REPLACED_BYTES_MAX = 12;

  /** When the runtime saw the line, or null when its timestamp is none. */
  @Nullable Instant time(Clock clock) {
    return Timestamp.parse(stamp, clock);
  }

  /**
   * The envelope that Docker makes of a line. It keeps the line's break, except in the parts of a line
   * that it cut; others that write the same leave it out, and may have a tag that tells parts.
   */
  static Envelope docker(
      String log, String stream, @Nullable String stamp, @Nullable String tag) {
    boolean whole = log.endsWith("\n");
    String text = whole ? log.substring(0, log.length() - (log.endsWith("\r\n") ? 2 : 1)) : log;
    boolean partial = tag != null ? tag.startsWith("P") : !whole && isDockerPart(log);
    return new Envelope(Layout.DOCKER, stream, text, partial, stamp == null ? "" : stamp, null);
  }

  private static boolean isDockerPart(String log) {
    int bytes = 0;
    for (int i = 0; i < log.length(); i++) {
      char c = log.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes >= DOCKER_PART_BYTES && bytes <= DOCKER_PART_BYTES + DOCKER_REPLACED_BYTES_MAX;
  }

  /** The envelope a line of plain text is, or null when it is none. */
  static @Nullable Envelope parse(String text) {
    if (text.isEmpty()) {
      return null;
    }
    Line line = Line.first(text);
    char c = text.charAt(0);
    if (c == '<') {
      return prioritised(line);
    }
    if (Line.isDigit(c)) {
      Timestamp stamp = Timestamp.at(line, 0);
      if (stamp == null || stamp.shape() != Timestamp.Shape.ISO) {
        return null;
      }
      boolean cri = line.startsWith(" std", stamp.end());
      return cri ? cri(line, stamp) : syslog(line, stamp, null);
    }
    Timestamp stamp = c >= 'A' && c <= 'S' ? Timestamp.at(line, 0) : null;
    return stamp != null && stamp.shape() == Timestamp.Shape.SYSLOG
        ? syslog(line, stamp, null) : null;
  }

  /** {@code 2026-11-22T10:40:32.819Z stdout F text}, whose tags may be more than one. */
  private static @Nullable Envelope cri(Line line, Timestamp stamp) {
    int stream = stamp.end() + 1;
    boolean known = line.startsWith("stdout ", stream) || line.startsWith("stderr ", stream);
    int tag = stream + 7;
    if (!known || tag >= line.end() || (line.charAt(tag) != 'F' && line.charAt(tag) != 'P')) {
      return null;
    }
    int tagEnd = line.indexOf(' ', tag, line.end());
    int text = tagEnd < 0 ? line.end() : tagEnd + 1;
    return new Envelope(
        Layout.CRI,
        line.substring(stream, tag - 1),
        rest(line, text),
        line.charAt(tag) == 'P',
        line.substring(stamp.start(), stamp.end()),
        null);
  }

  /** {@code <11>Nov 22 10:40:32 host app[123]: text}, or RFC 5424 behind the priority. */
  private static @Nullable Envelope prioritised(Line line) {
    int close = line.indexOf('>', 1, Math.min(line.end(), PRIORITY_LENGTH_MAX + 1));
    if (close < 2 || !line.areDigits(1, close - 1)) {
      return null;
    }
    Severity severity = Levels.numbered(line.number(1, close - 1) % 8);
    if (line.startsWith("1 ", close + 1)) {
      return rfc5424(line, close + 3, severity);
    }
    Timestamp stamp = Timestamp.at(line, close + 1);
    return stamp == null ? null : syslog(line, stamp, severity);
  }

  /** Without a priority, {@code app[123]:} is the sign that it is from syslog. */
  private static @Nullable Envelope syslog(
      Line line, Timestamp stamp, @Nullable Severity severity) {
    if (!line.startsWith(" ", stamp.end())) {
      return null;
    }
    int tag = stamp.end() + 1;
    int tagEnd = wordEnd(line, tag);
    if (!isTag(line, tag, tagEnd, severity != null)) {
      if (Levels.capital(line, tag, tagEnd) != null) {
        return null; // what stands there is no host
      }
      tag = Math.min(tagEnd + 1, line.end());
      tagEnd = wordEnd(line, tag);
    }
    boolean tagged = isTag(line, tag, tagEnd, severity != null);
    if (!tagged && severity == null) {
      return null;
    }
    int text = tagged ? Math.min(tagEnd + 1, line.end()) : tag;
    return new Envelope(
        Layout.SYSLOG,
        tagged ? stream(line, tag, tagEnd - 1) : "",
        unescaped(rest(line, text)),
        false,
        line.substring(stamp.start(), stamp.end()),
        severity);
  }

  private static boolean isTag(Line line, int from, int end, boolean sure) {
    if (end - from < 2 || line.charAt(end - 1) != ':') {
      return false;
    }
    int open = line.indexOf('[', from, end);
    boolean process = open > from && line.charAt(end - 2) == ']'
        && line.areDigits(open + 1, end - 2 - open - 1);
    return process || (sure && open < 0);
  }

  private static @Nullable Envelope rfc5424(Line line, int from, @Nullable Severity severity) {
    int stampEnd = wordEnd(line, from);
    int host = wordEnd(line, next(line, stampEnd));
    int app = wordEnd(line, next(line, host));
    int process = wordEnd(line, next(line, app));
    int id = wordEnd(line, next(line, process));
    int text = structuredDataEnd(line, next(line, id));
    if (text < 0) {
      return null;
    }
    if (line.startsWith("\ufeff", text)) {
      text++;
    }
    return new Envelope(
        Layout.SYSLOG,
        stream(line, next(line, host), process),
        unescaped(rest(line, text)),
        false,
        line.substring(from, stampEnd),
        severity);
  }

  private static int next(Line line, int wordEnd) {
    return Math.min(wordEnd + 1, line.end());
  }

  private static int wordEnd(Line line, int from) {
    int end = line.indexOf(' ', from, line.end());
    return end < 0 ? line.end() : end;
  }

  /** Where the message begins behind {@code -} or {@code [id name="value"]…}, or -1. */
  private static int structuredDataEnd(Line line, int from) {
    if (line.startsWith("-", from)) {
      return next(line, from + 1);
    }
    int at = from;
    boolean quoted = false;
    while (at < line.end() && (quoted || line.charAt(at) != ' ' || line.charAt(at - 1) != ']')) {
      char c = line.charAt(at);
      if (quoted && c == '\\') {
        at++;
      } else if (c == '"') {
        quoted = !quoted;
      }
      at++;
    }
    return line.startsWith("[", from) ? next(line, at) : -1;
  }

  private static String stream(Line line, int from, int to) {
    return line.substring(from, Math.min(to, from + STREAM_LENGTH_MAX));
  }

  private static String rest(Line line, int from) {
    return line.text().subSequence(from, line.text().length()).toString();
  }

  /** rsyslog writes control characters as {@code #} and three octal digits. */
  private static String unescaped(String text) {
    return text.indexOf('#') < 0 ? text : text.replace("#011", "\t").replace("#012", "\n");
  }
}
