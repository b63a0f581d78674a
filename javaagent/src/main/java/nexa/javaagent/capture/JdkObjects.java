package nexa.javaagent.capture;

import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's objects that a few of their fields tell all about: readers and streams over bytes in
 * memory, with how far they were read, and what applications extend.
 */
final class JdkObjects {

  private static final Map<String, Set<String>> FIELDS = fields();

  private JdkObjects() {}

  /** The fields to read of a JDK class, or null when it is not known. */
  static @Nullable Set<String> fields(Class<?> type) {
    Set<String> known = FIELDS.get(type.getName());
    if (known != null) {
      return known;
    }
    // Whatever Throwable and its JDK subclasses hold beyond message and cause stays behind.
    return Throwable.class.isAssignableFrom(type) ? Collections.<String>emptySet() : null;
  }

  /** The text of a {@code StringBuffer}, whose own methods wait for whoever holds it. */
  static String text(StringBuffer buffer, FieldReader reader) throws Exception {
    Object value = reader.read(buffer, "value");
    Object size = reader.read(buffer, "count");
    int count = size == null ? 0 : (Integer) size;
    if (value instanceof char[]) {
      return new String((char[]) value, 0, count);
    }
    Object coder = reader.read(buffer, "coder");
    boolean latin = coder == null || (Byte) coder == 0;
    Charset wide =
        ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
            ? StandardCharsets.UTF_16BE
            : StandardCharsets.UTF_16LE;
    byte[] bytes = value == null ? new byte[0] : (byte[]) value;
    return latin
        ? new String(bytes, 0, count, StandardCharsets.ISO_8859_1)
        : new String(bytes, 0, count * 2, wide);
  }

  private static Map<String, Set<String>> fields() {
    Map<String, Set<String>> all = new HashMap<String, Set<String>>();
    put(all, "java.io.ByteArrayInputStream", "buf", "pos", "count");
    put(all, "java.io.FilterInputStream", "in");
    put(all, "java.io.DataInputStream");
    put(all, "java.io.BufferedInputStream", "buf", "pos", "count");
    put(all, "java.io.PushbackInputStream", "buf", "pos");
    put(all, "java.io.FileInputStream", "path");
    put(all, "java.io.Reader");
    put(all, "java.io.FilterReader", "in");
    put(all, "java.io.StringReader", "str", "next", "r");
    put(all, "java.io.Reader$2", "next", "val$cs", "cs", "length");
    put(all, "java.io.CharArrayReader", "buf", "pos", "count");
    put(all, "java.io.BufferedReader", "in", "cb", "nChars", "nextChar");
    put(all, "java.io.LineNumberReader", "lineNumber");
    put(all, "java.io.PushbackReader", "buf", "pos");
    put(all, "java.io.InputStreamReader", "sd");
    put(all, "java.io.FileReader");
    put(all, "sun.nio.cs.StreamDecoder", "cs", "bb", "in");
    put(all, "java.nio.HeapByteBuffer");
    put(all, "java.nio.ByteBuffer", "hb");
    put(all, "java.nio.Buffer", "position", "limit");
    put(all, "java.io.OutputStream");
    put(all, "java.io.FilterOutputStream", "out");
    put(all, "java.io.Writer");
    put(all, "java.io.FilterWriter", "out");
    put(all, "java.lang.Throwable", "detailMessage", "cause");
    put(all, "java.text.ParsePosition", "index", "errorIndex");
    put(all, "java.text.FieldPosition", "field");
    put(all, "java.text.Format");
    put(all, "java.util.StringTokenizer", "str", "delimiters", "currentPosition", "retDelims");
    put(all, "java.util.BitSet", "words");
    put(all, "java.util.ArrayList$Itr", "cursor", "this$0");
    put(all, "java.util.Arrays$ArrayItr", "cursor", "a");
    put(all, "java.util.ImmutableCollections$ListItr", "cursor", "list");
    put(all, "java.util.Calendar", "time", "zone");
    put(all, "java.util.GregorianCalendar");
    put(all, "java.util.EventObject", "source");
    put(all, "java.util.concurrent.atomic.AtomicReference", "value");
    put(all, "java.util.concurrent.atomic.AtomicIntegerArray", "array");
    put(all, "java.util.concurrent.atomic.AtomicLongArray", "array");
    put(all, "java.net.URL", "protocol", "host", "port", "file");
    put(all, "java.util.AbstractMap$SimpleEntry", "key", "value");
    put(all, "java.util.AbstractMap$SimpleImmutableEntry", "key", "value");
    return all;
  }

  private static void put(Map<String, Set<String>> all, String type, String... fields) {
    all.put(type, new HashSet<String>(Arrays.asList(fields)));
  }
}
