package nexa.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import nexa.event.DecoderTrial;
import nexa.event.Mutations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compressed bodies and gRPC messages that are damaged. */
final class BodyMutationTest {

  private static final long SEED = 20_261_127;
  private static final byte[] BODY = "{\"resourceLogs\":[]}\n".repeat(40).getBytes(UTF_8);

  /** The like, as Node's zlib packs it. */
  private static final String BROTLI =
      "G0UGAGRzLv9G9aLbEQn9ADTAjJDB4IRpwJWHxTdecR1DPNiaSBIk8VsD5HaBVf6z5+gWYN0GKH6YdozQ3do/zP8Lc3Zt"
          + "537ZLav4a+dgiTqFL/47sAYoytxP3OMnqmywIHe+IgJBhxQepiTWvbFIgqQo8RfCND3m6dkduimapRuyQddVna7p"
          + "Gl41Vd9Fha7IMl1WJbqki3jRFKSF/wk=";

  @ParameterizedTest
  @MethodSource("decoders")
  void mutant_isReadOrRefused(DecoderTrial decoder) {
    DecoderTrial.Tally tally = decoder.run();

    System.out.println(decoder + ": " + tally);
    assertThat(tally.refused()).isPositive();
  }

  static Stream<DecoderTrial> decoders() {
    byte[] gzip = packed("gzip");
    byte[] message = GrpcMessage.wrap(gzip);
    message[0] = 1;
    return Stream.of(
        trial("gzip body", gzip, "gzip"),
        trial("deflate body", packed("deflate"), "deflate"),
        trial("brotli body", Base64.getDecoder().decode(BROTLI), "br"),
        new DecoderTrial(
            "grpc message", new Mutations(SEED, List.of(message, GrpcMessage.wrap(BODY))),
            List.of(),
            Problem.class, body -> GrpcMessage.unwrap(body, "gzip").length));
  }

  private static DecoderTrial trial(String name, byte[] sample, @Nullable String encoding) {
    return new DecoderTrial(
        name, new Mutations(SEED, List.of(sample)), List.of(), Problem.class,
        body -> inflated(body, encoding).length);
  }

  private static byte[] inflated(byte[] body, @Nullable String encoding) {
    try {
      return RequestBody.inflated(new ByteArrayInputStream(body), encoding);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot fail", e);
    }
  }

  private static byte[] packed(String encoding) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out =
        encoding.equals("gzip") ? new GZIPOutputStream(packed) : new DeflaterOutputStream(packed)) {
      out.write(BODY);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot fail", e);
    }
    return packed.toByteArray();
  }
}
