package nexa.heal.reproduce;

import static nexa.heal.reproduce.Crash.number;
import static nexa.heal.reproduce.Crash.object;
import static nexa.heal.reproduce.Crash.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import nexa.event.Value;
import nexa.heal.reproduce.CallContext.Mode;
import org.junit.jupiter.api.Test;

final class StreamContentTest {

  private static final String READS =
      "class Main { static void take(java.io.Reader in) {} static void read(java.io.InputStream in) {} }";

  @Test
  void streamInMemory_isWhatWasLeftOfIt() throws CannotRebuild {
    Value stream = bytes(1, 1, "abc");

    assertThat(Crash.of(READS).body(Mode.CONSTRUCTORS, "read", null, stream))
        .isEqualTo(
            """
            InputStream in = new ByteArrayInputStream(new byte[] {98, 99});
            assertDoesNotThrow(() -> Main.read(in));""");
  }

  @Test
  void freshStream_isTheWholeOfIt() throws CannotRebuild {
    assertThat(Crash.of(READS).body(Mode.FRESH, "read", null, bytes(1, 1, "abc")))
        .contains("new byte[] {97, 98, 99}");
  }

  @Test
  void buffer_comesBeforeWhatItIsFilledFrom() throws CannotRebuild {
    Value reader =
        object(1, "java.io.BufferedReader",
            "in", object(2, "java.io.StringReader", "str", string("abcdef"), "next", number(4)),
            "cb", chars(3, "abcd"), "nChars", number(4), "nextChar", number(3));

    assertThat(Crash.of(READS).body(Mode.CONSTRUCTORS, "take", null, reader))
        .startsWith("Reader in = new BufferedReader(new StringReader(\"def\"));");
  }

  @Test
  void readerOverBytes_isTheirText() throws CannotRebuild {
    Value decoder =
        object(2, "sun.nio.cs.StreamDecoder",
            "cs", new Value.Scalar("java.nio.charset.Charset", "UTF-8"), "in", bytes(3, 0, "hey"));
    Value reader = object(1, "java.io.InputStreamReader", "sd", decoder);

    assertThat(Crash.of(READS).body(Mode.CONSTRUCTORS, "take", null, reader))
        .contains("new StringReader(\"hey\")");
  }

  @Test
  void socketBelow_isNoKnownContent() {
    Value stream =
        object(1, "java.io.BufferedInputStream", "in",
            new Value.Missing("java.net.Socket$SocketInputStream", "JDK object"), "buf",
            new Value.Null(), "pos", number(0), "count", number(0));

    assertThatThrownBy(() -> Crash.of(READS).test(Mode.CONSTRUCTORS, "read", null, stream))
        .isInstanceOf(CannotRebuild.class)
        .hasMessageContaining("was not captured");
  }

  private static Value bytes(int id, int position, String text) {
    List<Value> bytes = new ArrayList<>();
    text.chars().forEach(c -> bytes.add(new Value.Scalar("byte", Integer.toString(c))));
    return object(id, "java.io.ByteArrayInputStream",
        "buf", new Value.Array(id + 10, "byte[]", bytes), "pos", number(position),
        "count", number(text.length()));
  }

  private static Value chars(int id, String text) {
    List<Value> chars = new ArrayList<>();
    text.chars().forEach(c -> chars.add(new Value.Scalar("char", String.valueOf((char) c))));
    return new Value.Array(id, "char[]", chars);
  }
}
