package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import nexa.event.Event;
import nexa.event.Loss;
import nexa.event.ManualClock;
import nexa.event.Severity;
import nexa.event.SourceCheck;
import nexa.event.Trouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogFileCollectorTest {

  private static final String FRAME = "\tat com.acme.Cart.total(Cart.java:7)\n";

  @TempDir
  Path directory;
  private Path file;
  private final ManualClock clock = new ManualClock();
  private final StoredEvents stored = new StoredEvents();
  private LogFileCollector collector;

  @BeforeEach
  void open() {
    file = directory.resolve("app.log");
    collector = newCollector("app.log");
  }

  @AfterEach
  void close() {
    collector.close();
  }

  @Test
  void check_readsTheNewestLines_andMovesNothing() throws IOException {
    append("2026-11-25 10:00:00 ERROR [main] Cart - failed\njava.lang.Error: no\n" + FRAME);
    poll();
    int events = stored.events.size();
    Map<String, String> offsets = Map.copyOf(stored.positions);
    append("2026-11-25 10:00:01 ERROR [main] Cart - not yet read\n");

    List<SourceCheck> checks = collector.check();

    assertThat(checks).singleElement().satisfies(
        check -> {
          assertThat(check.works()).isTrue();
          assertThat(check.source()).isEqualTo(file.toString());
          assertThat(check.seen())
              .contains("read up to byte", "2 continuation, 2 plain", "found 2 crashes and errors")
              .contains("Not tried: a new line");
        });
    assertThat(stored.events).hasSize(events);
    assertThat(stored.positions).isEqualTo(offsets);
    poll();
    assertThat(stored.events).as("the line is still read as ever").hasSize(events + 1);
  }

  @Test
  void check_ofAFileWithoutLines_saysThatTheParserWasNotTried() throws IOException {
    append("");
    poll();

    assertThat(collector.check()).singleElement().extracting(SourceCheck::seen).asString()
        .contains("no line yet, so that the parser was not tried");
    Files.delete(file);
    assertThat(collector.check()).as("that is a trouble").isEmpty();
  }

  @Test
  void loggedException_isAnEvent() throws IOException {
    append(
        "2026-11-25T10:00:00.250+01:00 ERROR 4711 --- [shop] [exec-1] c.a.Cart : GET /cart failed\n"
            + "java.lang.IllegalStateException: no cart\n"
            + FRAME
            + "2026-11-25T10:00:01.000+01:00  INFO 4711 --- [shop] [exec-1] c.a.Cart : on we go\n");
    poll();
    assertThat(stored.events).hasSize(1);
    Event event = stored.events.getFirst();
    assertThat(event.service()).isEqualTo("shop");
    assertThat(event.input()).isEqualTo("logfile");
    assertThat(event.release()).isEqualTo("abc123");
    assertThat(event.severity()).isEqualTo(Severity.ERROR);
    assertThat(event.time()).isEqualTo(Instant.parse("2026-11-25T09:00:00.250Z"));
    assertThat(event.message()).isEqualTo("GET /cart failed");
    assertThat(event.stackTrace())
        .isEqualTo(
            JavaStackTraces.find("java.lang.IllegalStateException: no cart\n" + FRAME).getFirst());
  }

  @Test
  void logThatIsNotThere_isTroubleUntilItComes() throws IOException {
    Path folder = directory.resolve("later");
    try (LogFileCollector waiting =
        new LogFileCollector(
            LogFiles.at("shop", null, folder + "/app*.log"), stored, clock)) {
      assertThat(reason(waiting)).isEqualTo("The folder is not there");

      Files.createDirectory(folder);
      Files.writeString(folder.resolve("apple.txt"), "no log");
      assertThat(reason(waiting)).isEqualTo("No such file is there");
      assertThat(waiting.troubles().getFirst().source()).isEqualTo(folder + "/app*.log");

      Files.writeString(folder.resolve("app-1.log"), "");
      assertThat(reason(waiting)).isNull();

      Files.move(folder.resolve("app-1.log"), folder.resolve("app-1.log.1"));
      assertThat(reason(waiting)).as("while it is rotated").isNull();
    }
  }

  @Test
  void folderThatIsAFile_isTrouble() throws IOException {
    Files.writeString(file, "");
    try (LogFileCollector misled =
        new LogFileCollector(LogFiles.at("shop", null, file + "/app.log"), stored, clock)) {
      assertThat(reason(misled)).isEqualTo("What should be a folder is a file");
    }
  }

  private @Nullable String reason(LogFileCollector polled) {
    polled.poll(stored);
    return polled.troubles().stream().map(Trouble::reason).findFirst().orElse(null);
  }

  @Test
  void traceWithoutHead_isAnErrorOfNow() throws IOException {
    append("Listening\nException in thread \"main\" java.lang.Error: dead\n" + FRAME + "Bye\n");
    poll();
    assertThat(stored.traceMessages()).containsExactly("dead");
    assertThat(stored.events.getFirst().severity()).isEqualTo(Severity.ERROR);
    assertThat(stored.events.getFirst().time()).isEqualTo(clock.instant());
  }

  @Test
  void openTrace_closesAfterSilence() throws IOException {
    append(trace("one"));
    poll();
    clock.move(Duration.ofMillis(249));
    poll();
    assertThat(stored.events).isEmpty();
    clock.move(Duration.ofMillis(1));
    poll();
    assertThat(stored.traceMessages()).containsExactly("one");
  }

  @Test
  void openTrace_growsBetweenPolls() throws IOException {
    append(trace("one"));
    poll();
    append(FRAME + FRAME + info());
    poll();
    assertThat(frames(stored.events.getFirst())).isEqualTo(3);
  }

  @Test
  void partialLine_waitsForItsEnd() throws IOException {
    append(trace("one") + "\tat com.acme.Ca");
    poll();
    clock.move(Duration.ofSeconds(1));
    poll();
    assertThat(stored.events).isEmpty();
    append("rt.pay(Cart.java:9)\n" + info());
    poll();
    assertThat(frames(stored.events.getFirst())).isEqualTo(2);
  }

  @Test
  void missingDirectory_isReadOnceItAppears() throws IOException {
    collector = newCollector("logs/app.log");
    poll();
    Files.createDirectory(directory.resolve("logs"));
    file = directory.resolve("logs/app.log");
    append(trace("one"));
    settle();
    assertThat(stored.traceMessages()).containsExactly("one");
  }

  @Test
  void glob_readsEveryMatch() throws IOException {
    collector = newCollector("app*.log");
    append(trace("one"));
    Files.writeString(directory.resolve("app-2.log"), trace("two"));
    Files.writeString(directory.resolve("other.log"), trace("three"));
    settle();
    assertThat(stored.traceMessages()).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void longLine_isCutAndCounted() throws IOException {
    append("x".repeat(200_000) + "\n" + trace("one"));
    settle();
    assertThat(stored.traceMessages()).containsExactly("one");
    assertThat(collector.tally().losses())
        .containsExactly(Loss.cut("line too long", "x".repeat(Loss.SAMPLE_LENGTH_MAX)));
  }

  @Test
  void longRecord_isCutAndCounted() throws IOException {
    append(trace("one") + "noise of all sorts\n".repeat(50_000) + trace("two"));
    settle();
    assertThat(stored.traceMessages()).containsExactly("one", "two");
    assertThat(collector.tally().losses())
        .extracting(Loss::kind, Loss::reason, Loss::count)
        .containsExactly(tuple(Loss.Kind.CUT, "record too long", 1L));
  }

  @Test
  void brokenUtf8_isReplaced() throws IOException {
    byte[] broken = "2026-11-25 10:00:00 ERROR [main] c.a.Cart - gr??e\n".getBytes(UTF_8);
    broken[46] = (byte) 0xc3;
    broken[47] = (byte) 0xff;
    Files.write(file, broken);
    append("{\"level\":\"ERROR\",\"message\":\"fine\"}\n");
    settle();
    assertThat(stored.events).extracting(Event::message).containsExactly("gr\ufffd\ufffde", "fine");
  }

  @Test
  void errorWithoutTrace_isAnEventAndAWarningIsNone() throws IOException {
    append(
        "2026-11-25 10:00:00 WARN [main] c.a.Cart - low\n2026-11-25 10:00:01 ERROR c.a.Cart - out\n");
    settle();
    assertThat(stored.events).extracting(Event::message).containsExactly("out");
    assertThat(stored.traceMessages()).containsExactly("none");
  }

  @Test
  void layouts_areCounted() throws IOException {
    append(
        "2026-11-25T10:00:00Z  INFO 1 --- [main] c.a.Cart : up\n"
            + "{\"log.level\":\"INFO\",\"message\":\"x\"}\n" + trace("one") + "hello\n");
    settle();
    assertThat(collector.tally().layouts())
        .isEqualTo(Map.of("spring-boot", 1L, "ecs", 1L, "plain", 1L, "continuation", 3L));
    assertThat(collector.tally().layouts()).isEmpty();
  }

  @Test
  void filesBeyondTheLimit_areToldOfOnce() throws IOException {
    collector = newCollector("*.log");
    for (int i = 0; i < 66; i++) {
      Files.writeString(directory.resolve("app-" + i + ".log"), trace("of " + i));
    }
    settle();
    settle();
    Loss loss = collector.tally().losses().getFirst();
    assertThat(loss.reason()).isEqualTo("too many files open");
    assertThat(loss.count()).isEqualTo(2);
    assertThat(loss.sample()).startsWith(directory.toString());
  }

  @Test
  void failingStore_losesAndRepeatsNothing() throws IOException {
    append(trace("one"));
    settle();
    append(trace("two"));
    poll();
    clock.move(Duration.ofSeconds(1));
    stored.failing = true;
    assertThatThrownBy(this::poll).isInstanceOf(UncheckedIOException.class);
    stored.failing = false;
    settle();
    assertThat(stored.traceMessages()).containsExactly("one", "two");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void renamedFile_isReadToItsEnd(boolean restart) throws IOException {
    append(padding() + trace("one"));
    settle();
    append(trace("two"));
    poll();
    append(trace("three"));
    Files.move(file, directory.resolve("app.log.1"));
    append(trace("four"));
    restartIf(restart);
    settle();
    assertThat(stored.traceMessages()).containsExactlyInAnyOrder("one", "two", "three", "four");
    assertThatIdsAreUnique();
  }

  @Test
  void renamedFile_isStillWatched() throws IOException {
    append(trace("one"));
    settle();
    Path renamed = Files.move(file, directory.resolve("app.log.1"));
    settle();
    Files.writeString(renamed, trace("two"), StandardOpenOption.APPEND);
    settle();
    assertThat(stored.traceMessages()).containsExactly("one", "two");
  }

  @Test
  void deletedFile_isReadToItsEnd() throws IOException {
    append(trace("one"));
    settle();
    append(trace("two"));
    poll();
    Files.delete(file);
    settle();
    assertThat(stored.traceMessages()).containsExactly("one", "two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app.log", "app*"})
  void copyTruncate_losesAndRepeatsNothing(String name) throws IOException {
    collector = newCollector(name);
    append(padding() + trace("one"));
    settle();
    append(trace("two"));
    poll();
    append(trace("three"));
    Files.copy(file, directory.resolve("app.log.1"));
    poll();
    truncate();
    append(trace("four"));
    settle();
    assertThat(stored.traceMessages()).containsExactlyInAnyOrder("one", "two", "three", "four");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app.log", "app*"})
  void copyTruncateWhileDown_losesAndRepeatsNothing(String name) throws IOException {
    collector = newCollector(name);
    append(padding() + trace("one"));
    settle();
    append(trace("two"));
    collector.close();
    Files.copy(file, directory.resolve("app.log.1"));
    truncate();
    append(trace("three"));
    collector = newCollector(name);
    settle();
    assertThat(stored.traceMessages()).containsExactlyInAnyOrder("one", "two", "three");
  }

  @Test
  void compressedWhileDown_isReadFromWhereItHadBeen() throws IOException {
    append(padding() + trace("one"));
    settle();
    append(trace("two"));
    poll();
    append(trace("three"));
    collector.close();
    compress(file, directory.resolve("app.log.1.gz"));
    append(padding() + trace("four"));
    collector = newCollector("app.log");
    settle();
    restartIf(true);
    settle();
    assertThat(stored.traceMessages()).containsExactlyInAnyOrder("one", "two", "three", "four");
    assertThatIdsAreUnique();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shortLogRotatedWhileDown_isReadFromWhereItHadBeen(boolean compressed) throws IOException {
    append(trace("one"));
    settle();
    append(trace("two"));
    collector.close();
    if (compressed) {
      compress(file, directory.resolve("app.log.1.gz"));
    } else {
      Files.copy(file, directory.resolve("app.log.1"));
      truncate();
    }
    append(info() + trace("three"));
    collector = newCollector("app.log");
    settle();
    restartIf(true);
    settle();
    assertThat(stored.traceMessages()).containsExactlyInAnyOrder("one", "two", "three");
    assertThatIdsAreUnique();
  }

  @Test
  void rotatedTwiceWhileDown_theFileNobodySawIsRead() throws IOException {
    Files.writeString(directory.resolve("app.log.9"), padding() + trace("of old"));
    append(padding() + trace("one"));
    settle();
    collector.close();
    Files.move(file, directory.resolve("app.log.2"));
    append(padding() + trace("two"));
    compress(file, directory.resolve("app.log.1.gz"));
    append(padding() + trace("three"));
    collector = newCollector("app.log");
    settle();
    restartIf(true);
    settle();
    assertThat(stored.traceMessages()).containsExactlyInAnyOrder("one", "two", "three");
  }

  @Test
  void brokenArchive_isPassedOver() throws IOException {
    append(padding() + trace("one"));
    settle();
    collector.close();
    Files.writeString(directory.resolve("app.log.1.gz"), "no gzip at all");
    collector = newCollector("app.log");
    settle();
    append(trace("two"));
    settle();
    assertThat(stored.traceMessages()).containsExactly("one", "two");
    assertThat(collector.tally().losses()).isNotEmpty();
  }

  @Test
  void wildcard_findsWhatALogWasRotatedTo() throws IOException {
    collector = newCollector("*.log");
    append(padding() + trace("one"));
    settle();
    append(trace("two"));
    collector.close();
    Files.move(file, directory.resolve("app.log.1"));
    collector = newCollector("*.log");
    settle();
    assertThat(stored.traceMessages()).containsExactly("one", "two");
  }

  /** Its modification time stays, as with gzip. */
  private static void compress(Path plain, Path packed) throws IOException {
    try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(plain, gzip);
    }
    Files.setLastModifiedTime(packed, Files.getLastModifiedTime(plain));
    Files.delete(plain);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void truncatedAndRewrittenLonger_isReadFromTheStart(boolean restart) throws IOException {
    append(trace("one"));
    settle();
    truncate();
    append("other\n" + trace("two") + trace("three") + trace("four"));
    restartIf(restart);
    settle();
    assertThat(stored.traceMessages()).containsExactly("one", "two", "three", "four");
    assertThatIdsAreUnique();
  }

  @Test
  void openTraceOfTruncatedFile_isKept() throws IOException {
    append(trace("one"));
    poll();
    truncate();
    settle();
    assertThat(stored.traceMessages()).containsExactly("one");
  }

  @Test
  void sameTextAfterTruncation_isAnotherEvent() throws IOException {
    append("java.lang.Error: same\n" + FRAME);
    settle();
    truncate();
    settle();
    append("java.lang.Error: same\n" + FRAME);
    settle();
    assertThat(stored.events).hasSize(2);
    assertThatIdsAreUnique();
  }

  @Test
  void fileReadAgain_givesTheSameIds() throws IOException {
    append(trace("one") + trace("two"));
    settle();
    StoredEvents again = new StoredEvents();
    LogFileCollector other = new LogFileCollector(files("app.log"), again, clock);
    for (int i = 0; i < 3; i++) {
      other.poll(again);
      clock.move(Duration.ofSeconds(1));
    }
    other.close();
    assertThat(again.events)
        .extracting(Event::id)
        .isEqualTo(stored.events.stream().map(Event::id).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"app.json", "app-admin.log"})
  void logOfALikeName_isReadByItsOwnCollectorAlone(String name) throws IOException {
    LogFiles own = files("app.log");
    LogFiles like = new LogFiles("admin", null, directory, name);
    append(info());
    Path its = directory.resolve(name);
    try (LogFileCollector first = new LogFileCollector(own, List.of(like), stored, clock);
        LogFileCollector second = new LogFileCollector(like, List.of(own), stored, clock)) {
      for (int i = 0; i < 6; i++) {
        if (i == 3) {
          Files.move(its, directory.resolve(name + ".1"));
        }
        Files.writeString(
            its, trace("m" + i), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        second.poll(stored);
        first.poll(stored);
        clock.move(Duration.ofSeconds(1));
      }
      second.poll(stored);
    }
    assertThat(stored.traceMessages()).containsExactly("m0", "m1", "m2", "m3", "m4", "m5");
    assertThat(stored.events).extracting(Event::service).containsOnly("admin");
  }

  @Test
  void corruptPosition_startsAnew() throws IOException {
    append(trace("one"));
    LogFileCollector other =
        new LogFileCollector(files("app.log"), source -> Optional.of("?"), clock);
    other.poll(stored);
    clock.move(Duration.ofSeconds(1));
    other.poll(stored);
    other.close();
    assertThat(stored.traceMessages()).containsExactly("one");
  }

  /** Docker's lines of two streams, of which either may be in the middle of a trace at any time. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void restartsWithinMixedStreams_loseAndRepeatNothing(int seed) throws IOException {
    Random random = new Random(seed);
    List<String> written = new ArrayList<>();
    List<List<String>> left = List.of(new ArrayList<>(), new ArrayList<>());
    for (int step = 0; step < 400; step++) {
      int stream = random.nextInt(2);
      if (left.get(stream).isEmpty()) {
        written.add("m" + step);
        left.get(stream).addAll(trace("m" + step).lines().toList());
      }
      append(docker(left.get(stream).removeFirst(), stream));
      restartIf(random.nextInt(10) == 0);
      poll();
    }
    for (int stream = 0; stream < 2; stream++) {
      for (String line : left.get(stream)) {
        append(docker(line, stream));
      }
    }
    settle();
    Map<String, String> byId = new HashMap<>();
    stored.events.forEach(
        event -> byId.put(event.id(), Objects.requireNonNull(event.stackTrace()).message()));
    assertThat(byId.values()).containsExactlyInAnyOrderElementsOf(written);
  }

  private static String docker(String line, int stream) {
    return "{\"log\":\"" + line.replace("\t", "\\t") + "\\n\",\"stream\":\"s" + stream
        + "\",\"time\":\"2026-11-25T10:00:00.5Z\"}\n";
  }

  /** What may happen to a log between two polls. */
  enum Happening {
    WRITE,
    WRITE_HALF_A_LINE,
    RENAME,
    COPY_TRUNCATE,
    RESTART,
    FAIL_TO_STORE,
    WAIT
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void anyHistory_losesAndRepeatsNothing(int seed) throws IOException {
    Random random = new Random(seed);
    List<String> written = new ArrayList<>();
    append(padding());
    int rotations = 0;
    String rest = "";
    for (int step = 0; step < 300; step++) {
      Happening next = Happening.values()[random.nextInt(Happening.values().length)];
      if (next == Happening.WRITE || next == Happening.WRITE_HALF_A_LINE) {
        String message = "m" + step;
        written.add(message);
        String text = rest + trace(message);
        int cut = next == Happening.WRITE ? text.length() : text.length() - 20;
        append(text.substring(0, cut));
        rest = text.substring(cut);
      } else if (next == Happening.RENAME || next == Happening.COPY_TRUNCATE) {
        append(rest);
        rest = "";
        rotate(next, directory.resolve("app.log." + rotations++));
        append("rotation " + rotations + padding());
      } else if (next == Happening.FAIL_TO_STORE) {
        stored.failing = true;
        pollDespiteFailure();
        stored.failing = false;
      } else if (next == Happening.WAIT) {
        clock.move(Duration.ofSeconds(1));
      } else {
        restartIf(true);
      }
      poll();
    }
    append(rest);
    settle();
    assertThat(stored.traceMessages()).containsExactlyInAnyOrderElementsOf(written);
    assertThatIdsAreUnique();
  }

  private void rotate(Happening how, Path to) throws IOException {
    if (how == Happening.RENAME) {
      Files.move(file, to, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.copy(file, to);
      truncate();
    }
  }

  private void pollDespiteFailure() {
    try {
      poll();
    } catch (UncheckedIOException e) {
      assertThat(e).hasMessageContaining("disk full");
    }
  }

  private LogFileCollector newCollector(String name) {
    return new LogFileCollector(files(name), stored, clock);
  }

  private LogFiles files(String name) {
    return LogFiles.at("shop", "abc123", directory + "/" + name);
  }

  private void restartIf(boolean restart) {
    if (restart) {
      collector.close();
      collector = newCollector("app.log");
    }
  }

  private void poll() {
    collector.poll(stored);
  }

  /** Polls until every record must have been closed. */
  private void settle() {
    for (int i = 0; i < 8; i++) {
      poll();
      clock.move(Duration.ofSeconds(2));
    }
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void truncate() throws IOException {
    Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static String trace(String message) {
    return "2026-11-25 10:00:00.000 ERROR [main] c.a.Cart - failed\n"
        + ("java.lang.IllegalStateException: " + message + "\n" + FRAME);
  }

  private static String info() {
    return "2026-11-25 10:00:01.000 INFO [main] c.a.Cart - fine\n";
  }

  /** As long as the head by which a copy of a file is recognised. */
  private String padding() {
    return (clock.instant() + " ").repeat(60) + "\n";
  }

  private static int frames(Event event) {
    return event.stackTrace() == null ? 0 : event.stackTrace().frames().size();
  }

  private void assertThatIdsAreUnique() {
    assertThat(stored.events).extracting(Event::id).doesNotHaveDuplicates();
  }
}
