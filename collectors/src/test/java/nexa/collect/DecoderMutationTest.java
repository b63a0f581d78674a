package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import nexa.collect.OtlpEncoding.Signal;
import nexa.event.DecoderTrial;
import nexa.event.Growing;
import nexa.event.Loss;
import nexa.event.ManualClock;
import nexa.event.Mutations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All that reads what comes from outside, given what is damaged. */
final class DecoderMutationTest {

  private static final long SEED = 20_261_127;
  private static final Clock CLOCK = LogLines.CLOCK;

  private static final String JOURNAL =
      """
      {"__CURSOR":"s=1;i=2","__REALTIME_TIMESTAMP":"1795862432500000","_STREAM_ID":"a","_PID":"7",\
      "PRIORITY":"3","MESSAGE":"java.lang.IllegalStateException: no stock"}
      """;
  private static final String JOURNAL_BYTES =
      "{\"__CURSOR\":\"s=1;i=3\",\"_PID\":\"7\",\"MESSAGE\":[9,97,116,32,97,46,66,255]}\n";
  private static final String FRAME = "2026-11-27T10:00:00.123456789Z ";

  @ParameterizedTest
  @MethodSource("decoders")
  void mutant_isReadOrRefused(DecoderTrial decoder) {
    DecoderTrial.Tally tally = decoder.run();

    System.out.println(decoder + ": " + tally);
    assertThat(tally.refused()).isLessThan(tally.mutants());
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void longInput_takesTimeInProportion(DecoderTrial decoder) {
    double growth = decoder.growth();

    System.out.println(decoder + ": growth=" + growth);
    assertThat(growth).isPositive();
  }

  static Stream<DecoderTrial> decoders() {
    return Stream.of(
        trial("sentry envelope", List.of(SentryEnvelopeTest.whole()), HostileInputs.SENTRY,
            body -> SentryEnvelope.decode(body, "shop", CLOCK)),
        trial("sentry store", bytes(SentryEnvelopeTest.EVENT), HostileInputs.SENTRY_EVENT,
            body -> SentryEnvelope.decodeStore(body, "shop", CLOCK)),
        trial("otlp json logs", bytes(OtlpEventsTest.LOGS), HostileInputs.OTLP_LOGS,
            body -> otlp(body, OtlpEncoding.JSON, Signal.LOGS)),
        trial("otlp json spans", bytes(OtlpEventsTest.failedSpan()), HostileInputs.OTLP_SPANS,
            body -> otlp(body, OtlpEncoding.JSON, Signal.TRACES)),
        trial("otlp protobuf logs", List.of(OtlpEventsTest.protobuf()), HostileInputs.protobuf(),
            body -> otlp(body, OtlpEncoding.PROTOBUF, Signal.LOGS)),
        trial("otlp protobuf spans", List.of(OtlpEventsTest.protobufSpan()),
            HostileInputs.protobufSpans(),
            body -> otlp(body, OtlpEncoding.PROTOBUF, Signal.TRACES)),
        trial("alerts", bytes(AlertWebhookTest.FIRING), HostileInputs.ALERTS,
            body -> AlertWebhook.decode(body, UnaryOperator.identity(), CLOCK)),
        trial("javaagent request", bytes(AgentEventsTest.request()), HostileInputs.AGENT,
            body -> AgentEvents.decodeRequest(body, "shop", null)),
        trial("javaagent spool", bytes(AgentEventsTest.event() + "\n" + AgentEventsTest.event()),
            List.of(Growing.of("", AgentEventsTest.event() + "\n")),
            body -> AgentEvents.decodeEvents(new String(body, UTF_8), "shop", null)),
        trial("access lines", bytes(AccessLineTest.lines()), HostileInputs.TEXTS,
            body -> String.valueOf(AccessLine.of(Line.first(new String(body, UTF_8)), CLOCK))),
        trial("log text", bytes(logs()), HostileInputs.TEXTS,
            body -> LogText.read(new String(body, UTF_8), "shop", null, "logs", CLOCK)),
        trial("log file lines", bytes(logs()), HostileInputs.TEXTS, DecoderMutationTest::lines),
        trial("docker frames", bytes(frames()), HostileInputs.TEXTS, DecoderMutationTest::frame),
        trial("stack traces", bytes(StackTracesTest.SAMPLES), HostileInputs.TEXTS,
            body -> StackTraces.findWithLanguage(new String(body, UTF_8))));
  }

  private static DecoderTrial trial(
      String name, List<byte[]> samples, List<Growing> growing, Function<byte[], Object> decode) {
    return new DecoderTrial(
        name, new Mutations(SEED, samples), growing, MalformedEventException.class, decode);
  }

  private static List<byte[]> bytes(String sample) {
    return bytes(List.of(sample));
  }

  private static List<byte[]> bytes(List<String> samples) {
    return samples.stream().map(text -> text.getBytes(UTF_8)).toList();
  }

  private static Decoded otlp(byte[] body, OtlpEncoding encoding, Signal signal) {
    return OtlpEvents.decode(body, encoding, signal, UnaryOperator.identity(), CLOCK);
  }

  /** A line of each layout, one after the other and alone. */
  private static List<String> logs() {
    List<String> lines = new ArrayList<>();
    LogLines.all().forEach(each -> lines.add(each.line()));
    lines.add(String.join("\n", lines));
    return lines;
  }

  /** As a log file's bytes become events. */
  private static Object lines(byte[] bytes) {
    List<Object> events = new ArrayList<>();
    LineCounts counts = new LineCounts();
    LogEvents logEvents = new LogEvents("shop", null, "test", CLOCK, counts.losses());
    LogStreams streams =
        new LogStreams(
            record -> events.addAll(logEvents.of(record, offset -> "@" + offset)), counts);
    LineReader lines = new LineReader(0, counts.losses());
    lines.feed(bytes, bytes.length, streams);
    lines.finish(streams);
    streams.close();
    return events;
  }

  private static List<String> frames() {
    return List.of(
        FRAME + "java.lang.IllegalStateException: no stock\n",
        FRAME + "\tat com.acme.Shop.total(Shop.java:7)\n",
        FRAME + "{\"log.level\":\"ERROR\",\"message\":\"x\"}\n");
  }

  private static Object frame(byte[] payload) {
    StoredEvents stored = new StoredEvents();
    ContainerLog log =
        new ContainerLog(
            "docker:1", new LogJoiner("shop", null, "docker", CLOCK), new Losses(), null);
    log.onNext(new Frame(StreamType.STDERR, payload));
    log.onNext(new Frame(StreamType.STDOUT, (FRAME + "java.lang.Error: x\n").getBytes(UTF_8)));
    log.onComplete();
    log.poll(stored);
    return stored.events;
  }

  /** All in one stream, as a process gives it. */
  @Test
  @Timeout(120)
  void mutatedJournal_isReadToItsEnd(@TempDir Path folder) throws IOException {
    Mutations mutations = Mutations.ofTexts(SEED, List.of(JOURNAL, JOURNAL_BYTES));
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    for (int i = 0; i < DecoderTrial.MUTANTS; i++) {
      entries.writeBytes(mutations.next());
    }
    entries.writeBytes(("\n" + JOURNAL.replace("no stock", "the last")).getBytes(UTF_8));
    Path journal = Files.write(folder.resolve("journal"), entries.toByteArray());
    ManualClock clock = new ManualClock();
    StoredEvents stored = new StoredEvents();
    JournalCollector collector =
        new JournalCollector(
            List.of("sh", "-c", "cat '" + journal + "'"), "shop", "shop.service",
            source -> Optional.empty(), clock);
    while (!stored.traceMessages().contains("the last")) {
      collector.poll(stored);
      clock.move(Duration.ofMillis(20));
    }
    collector.close();
    long malformed = collector.tally().losses().stream().mapToLong(Loss::count).sum();
    System.out.println("journal entries: mutants=" + DecoderTrial.MUTANTS + " malformed="
        + malformed + " events=" + stored.events.size());
    assertThat(malformed).isPositive();
    assertThat(stored.events).hasSizeLessThan(2 * DecoderTrial.MUTANTS);
  }
}
