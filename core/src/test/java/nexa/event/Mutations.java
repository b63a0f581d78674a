package nexa.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Inputs as a broken or hostile sender would damage them, made of good ones. All decoders are tried with
 * these; the same seed gives the same inputs.
 */
public final class Mutations {

  private static final int EDITS_MAX = 5;
  private static final int DELETED_MAX = 40;
  private static final int DOUBLED_MAX = 64;
  private static final int OVERWRITTEN_MAX = 12;
  private static final int BYTES = 256;

  /** What has a meaning in one format or another. */
  private static final List<String> PIECES =
      List.of(
          "\"", "'", "`", "\\", "{", "}", "[", "]", "(", ")", "<", ">", ":", ",", "=", "|", "+",
          " - ", "\n", "\r", "\t", "  ", "\0", "\ufeff", "\ud83d\ude00", "999999999999", "-1", "0",
          "1e99", "null", "\\u", "\\u00", "\\ud800", "\\n\\tat a.B.c(B.java:1)", "ERROR", "Error",
          "java.lang.Error: x", "\u001b[", "P ", "#012", "\"log\":\"x\",\"stream\":\"y\"",
          "    at ",
          "+-+-", " ---> ", ": ", " in ", "File \"", ", line ", "Caused by: ", "Wrapped by: ",
          "[cause]: ", "#0 ", "Next ", "goroutine 1 [", "\tfrom ", "a.b.", "::", "->");

  private final List<byte[]> samples;
  private final Random random;

  public Mutations(long seed, List<byte[]> samples) {
    this.samples = List.copyOf(samples);
    this.random = new Random(seed);
  }

  /** Those of texts. */
  public static Mutations ofTexts(long seed, List<String> samples) {
    return new Mutations(seed, samples.stream().map(text -> text.getBytes(UTF_8)).toList());
  }

  /** An input with one to five changes, of which every other one keeps its lengths and its brackets. */
  public byte[] next() {
    byte[] mutant = sample().clone();
    boolean gentle = random.nextBoolean();
    for (int edits = 1 + random.nextInt(EDITS_MAX); edits > 0; edits--) {
      mutant = gentle ? overwritten(mutant) : edited(mutant);
    }
    return mutant;
  }

  /** The same as text, in which line breaks may be escaped; what is no UTF-8 is replaced. */
  public String nextText() {
    String text = new String(next(), UTF_8);
    return random.nextInt(8) == 0 ? text.replace("\n", "\\n") : text;
  }

  private byte[] sample() {
    return samples.get(random.nextInt(samples.size()));
  }

  /** Letters and digits become others of their kind, so that most formats stay whole. */
  private byte[] overwritten(byte[] input) {
    int at = random.nextInt(input.length);
    int end = Math.min(input.length, at + 1 + random.nextInt(OVERWRITTEN_MAX));
    for (int i = at; i < end; i++) {
      if (input[i] >= '0' && input[i] <= '9') {
        input[i] = (byte) ('0' + random.nextInt(10));
      } else if ((input[i] >= 'a' && input[i] <= 'z') || input[i] == '.') {
        input[i] = (byte) ".- $:(/aeiLE0".charAt(random.nextInt(13));
      }
    }
    return input;
  }

  private byte[] edited(byte[] input) {
    int at = random.nextInt(input.length + 1);
    int rest = input.length - at;
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(input, at);
      case 1 ->
          spliced(input, at, at + Math.min(rest, 1 + random.nextInt(DELETED_MAX)), new byte[0]);
      case 2 -> spliced(input, at, at, doubled(input));
      case 3 -> spliced(input, at, at, piece());
      case 4 -> spliced(input, at, at + Math.min(rest, random.nextInt(DELETED_MAX)), piece());
      case 5 ->
          spliced(input, at, at + Math.min(rest, 1), new byte[] {(byte) random.nextInt(BYTES)});
      case 6 -> spliced(input, at, at, random.nextInt(4) == 0 ? sample() : piece());
      default -> turned(input, at);
    };
  }

  private byte[] piece() {
    return PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8);
  }

  private byte[] doubled(byte[] input) {
    int from = random.nextInt(input.length + 1);
    return Arrays.copyOfRange(
        input, from, Math.min(input.length, from + random.nextInt(DOUBLED_MAX)));
  }

  private static byte[] spliced(byte[] input, int from, int to, byte[] between) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(input.length + between.length);
    bytes.write(input, 0, from);
    bytes.writeBytes(between);
    bytes.write(input, to, input.length - to);
    return bytes.toByteArray();
  }

  private static byte[] turned(byte[] input, int at) {
    byte[] turned = new byte[input.length];
    System.arraycopy(input, at, turned, 0, input.length - at);
    System.arraycopy(input, 0, turned, input.length - at, at);
    return turned;
  }
}
