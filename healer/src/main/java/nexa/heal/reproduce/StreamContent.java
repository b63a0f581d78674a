package nexa.heal.reproduce;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Map;
import nexa.event.Value;

/**
 * What a captured stream or reader of the JDK still had to give, over all that is wrapped around the
 * bytes or characters at its bottom.
 *
 * @param bytes the bytes, of a stream
 * @param text the characters, of a reader
 */
record StreamContent(byte[] bytes, String text, boolean isText) {

  private static final int DEPTH_MAX = 12;

  /** How the content of one chain of streams is found. */
  static final class Reading {
    private final Map<Integer, Value> objects;
    private final KnownFiles files;
    private final boolean fromStart;

    /**
     * @param fromStart whether to give what there was before anything was read
     */
    Reading(Map<Integer, Value> objects, KnownFiles files, boolean fromStart) {
      this.objects = objects;
      this.files = files;
      this.fromStart = fromStart;
    }

    StreamContent of(Value value) throws CannotRebuild {
      return of(value, 0);
    }

    private StreamContent of(Value given, int depth) throws CannotRebuild {
      Value value = given instanceof Value.Ref ref ? objects.get(ref.id()) : given;
      if (!(value instanceof Value.Instance stream) || depth > DEPTH_MAX) {
        throw new CannotRebuild("what a stream reads from was not captured");
      }
      return switch (stream.type()) {
        case "java.io.ByteArrayInputStream" ->
            ofBytes(bytes(stream, "buf", number(stream, "pos"), number(stream, "count")));
        case "java.io.FileInputStream" ->
            ofBytes(
                files
                    .content(text(stream, "path"))
                    .orElseThrow(() -> new CannotRebuild("a stream of an unknown file")));
        case "java.io.BufferedInputStream" ->
            joined(
                buffered(stream, "buf", number(stream, "pos"), number(stream, "count")),
                of(field(stream, "in"), depth + 1));
        case "java.io.PushbackInputStream" ->
            joined(
                buffered(stream, "buf", number(stream, "pos"), length(stream, "buf")),
                of(field(stream, "in"), depth + 1));
        case "java.io.DataInputStream" -> of(field(stream, "in"), depth + 1);
        case "java.io.StringReader" -> string(stream, depth);
        case "java.io.Reader$2" -> string(stream, depth);
        case "java.io.CharArrayReader" ->
            ofText(
                chars(stream, "buf", fromStart ? 0 : number(stream, "pos"),
                    number(stream, "count")));
        case "java.io.BufferedReader", "java.io.LineNumberReader" ->
            ofText(
                (fromStart ? ""
                    : chars(stream, "cb", number(stream, "nextChar"), number(stream, "nChars")))
                    + text(of(field(stream, "in"), depth + 1)));
        case "java.io.PushbackReader" ->
            ofText(
                (fromStart ? ""
                    : chars(stream, "buf", number(stream, "pos"), length(stream, "buf")))
                    + text(of(field(stream, "in"), depth + 1)));
        case "java.io.InputStreamReader", "java.io.FileReader" ->
            decoded(field(stream, "sd"), depth);
        default -> throw new CannotRebuild("a stream of " + stream.type());
      };
    }

    private StreamContent string(Value.Instance reader, int depth) throws CannotRebuild {
      if (reader.fields().containsKey("r")) { // newer JDKs delegate
        return of(field(reader, "r"), depth + 1);
      }
      String name =
          List.of("str", "val$cs", "cs").stream()
              .filter(reader.fields()::containsKey)
              .findFirst()
              .orElseThrow(() -> new CannotRebuild("a reader whose text was not captured"));
      String text = text(reader, name);
      int next = fromStart ? 0 : number(reader, "next");
      return ofText(text.substring(Math.min(Math.max(0, next), text.length())));
    }

    private StreamContent decoded(Value given, int depth) throws CannotRebuild {
      Value value = given instanceof Value.Ref ref ? objects.get(ref.id()) : given;
      if (!(value instanceof Value.Instance decoder)) {
        throw new CannotRebuild("a reader whose bytes were not captured");
      }
      byte[] ahead = new byte[0];
      if (!fromStart && decoder.fields().get("bb") instanceof Value.Instance buffer) {
        ahead = bytesOf(buffer, "hb", number(buffer, "position"), number(buffer, "limit"));
      }
      StreamContent rest = of(field(decoder, "in"), depth + 1);
      byte[] all = joined(ahead, rest).bytes();
      return ofText(charset(text(decoder, "cs")).decode(ByteBuffer.wrap(all)).toString());
    }

    private byte[] buffered(Value.Instance stream, String field, int from, int to)
        throws CannotRebuild {
      return fromStart ? new byte[0] : bytesOf(stream, field, from, to);
    }

    private byte[] bytes(Value.Instance stream, String field, int from, int to)
        throws CannotRebuild {
      return bytesOf(stream, field, fromStart ? 0 : from, to);
    }

    private byte[] bytesOf(Value.Instance stream, String field, int from, int to)
        throws CannotRebuild {
      if (!(resolved(field(stream, field)) instanceof Value.Array array)) {
        if (from >= to) {
          return new byte[0];
        }
        throw new CannotRebuild("the bytes of a stream were not captured");
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int i = Math.max(0, from); i < Math.min(to, array.elements().size()); i++) {
        out.write(number(array.elements().get(i)));
      }
      return out.toByteArray();
    }

    private String chars(Value.Instance reader, String field, int from, int to)
        throws CannotRebuild {
      if (from >= to) {
        return "";
      }
      if (!(resolved(field(reader, field)) instanceof Value.Array array)) {
        throw new CannotRebuild("the characters of a reader were not captured");
      }
      StringBuilder out = new StringBuilder();
      for (int i = Math.max(0, from); i < Math.min(to, array.elements().size()); i++) {
        out.append(array.elements().get(i) instanceof Value.Scalar c ? c.text() : "");
      }
      return out.toString();
    }

    private int length(Value.Instance owner, String field) throws CannotRebuild {
      return resolved(field(owner, field)) instanceof Value.Array array
          ? array.elements().size() : 0;
    }

    private Value resolved(Value value) {
      return value instanceof Value.Ref ref
          ? objects.getOrDefault(ref.id(), new Value.Null()) : value;
    }
  }

  private static StreamContent ofBytes(byte[] bytes) {
    return new StreamContent(bytes, "", false);
  }

  private static StreamContent ofText(String text) {
    return new StreamContent(new byte[0], text, true);
  }

  /** The bytes of a content, those of a text in a character set. */
  byte[] bytes(String charset) throws CannotRebuild {
    if (!isText) {
      return bytes;
    }
    ByteBuffer encoded = charset(charset).encode(CharBuffer.wrap(text));
    byte[] all = new byte[encoded.remaining()];
    encoded.get(all);
    return all;
  }

  private static StreamContent joined(byte[] ahead, StreamContent rest) {
    byte[] all = new byte[ahead.length + rest.bytes.length];
    System.arraycopy(ahead, 0, all, 0, ahead.length);
    System.arraycopy(rest.bytes, 0, all, ahead.length, rest.bytes.length);
    return ofBytes(all);
  }

  private static String text(StreamContent content) {
    return content.text;
  }

  static Value field(Value.Instance object, String field) throws CannotRebuild {
    Value value = object.fields().get(field);
    if (value == null) {
      throw new CannotRebuild("the field " + field + " of " + object.type() + " was not captured");
    }
    return value;
  }

  static int number(Value.Instance object, String field) throws CannotRebuild {
    return number(field(object, field));
  }

  private static int number(Value value) throws CannotRebuild {
    try {
      if (value instanceof Value.Scalar scalar) {
        return Integer.parseInt(scalar.text());
      }
    } catch (NumberFormatException e) {
      throw new CannotRebuild("a captured number is none");
    }
    throw new CannotRebuild("a number was not captured");
  }

  static String text(Value.Instance object, String field) throws CannotRebuild {
    if (field(object, field) instanceof Value.Scalar scalar) {
      return scalar.text();
    }
    throw new CannotRebuild("the field " + field + " of " + object.type() + " was not captured");
  }

  private static Charset charset(String name) throws CannotRebuild {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new CannotRebuild("a character set that is not known here");
    }
  }
}
