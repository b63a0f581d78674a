package nexa.collect;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the ids of a trace and a span as tracers write them into logs. */
final class TraceIds {

  static final int TRACE_LENGTH = 32;
  static final int SPAN_LENGTH = 16;

  private TraceIds() {}

  /** The 32 digits of a trace's id, of which older tracers write only 16; null for none. */
  static @Nullable String trace(@Nullable String text) {
    if (text != null && text.length() == SPAN_LENGTH) {
      return id("0".repeat(TRACE_LENGTH - SPAN_LENGTH) + text, TRACE_LENGTH);
    }
    return id(text, TRACE_LENGTH);
  }

  /** The 16 digits of a span's id, or null for none. */
  static @Nullable String span(@Nullable String text) {
    return id(text, SPAN_LENGTH);
  }

  /** An id of zeros means that there was none. */
  private static @Nullable String id(@Nullable String text, int length) {
    if (text == null || text.length() != length) {
      return null;
    }
    boolean zero = true;
    for (int i = 0; i < length; i++) {
      if (!isHex(text.charAt(i))) {
        return null;
      }
      zero &= text.charAt(i) == '0';
    }
    return zero ? null : text.toLowerCase(Locale.ROOT);
  }

  static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
