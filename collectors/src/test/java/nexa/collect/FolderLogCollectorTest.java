package nexa.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import nexa.event.Loss;
import nexa.event.ManualClock;
import nexa.event.SourceCheck;
import nexa.event.Trouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs in folders that come, go, rotate and are linked. */
final class FolderLogCollectorTest {

  @TempDir
  private Path root;
  private final ManualClock clock = new ManualClock();
  private final StoredEvents stored = new StoredEvents();
  private FolderLogCollector collector;

  @BeforeEach
  void open() throws IOException {
    root = root.toRealPath();
    collector = collector("/*/app.log");
  }

  @AfterEach
  void close() {
    collector.close();
  }

  @Test
  void everyFolderWithSuchAFile_isRead() throws IOException {
    write("shop/app.log", trace("one"));
    write("billing/app.log", trace("two"));
    write("billing/other.log", trace("of another name"));
    Files.createDirectory(root.resolve("empty"));
    write("deep/er/app.log", trace("too deep"));
    settle();

    assertThat(stored.traceMessages()).containsExactlyInAnyOrder("one", "two");
    assertThat(collector.troubles()).isEmpty();
  }

  @Test
  void folderThatComesLater_isFound_andReadFromItsStart() throws IOException {
    write("shop/app.log", trace("one"));
    settle();
    write("billing/app.log", trace("two"));
    settle();

    assertThat(stored.traceMessages()).containsExactly("one", "two");
  }

  @Test
  void folderThatIsGone_isReadToItsEnd() throws IOException {
    write("shop/app.log", trace("one"));
    settle();
    write("shop/app.log", trace("last words"));
    Files.delete(root.resolve("shop/app.log"));
    Files.delete(root.resolve("shop"));
    settle();

    assertThat(stored.traceMessages()).containsExactly("one", "last words");
    for (int i = 0; i < 20; i++) {
      settle();
    }
    assertThat(collector.check()).as("nothing is followed there").isEmpty();
    assertThat(collector.troubles()).extracting(Trouble::reason)
        .containsExactly("No folder with such a file is there");
  }

  @Test
  void rotationInAFolder_losesNothing() throws IOException {
    write("shop/app.log", trace("one"));
    settle();
    write("shop/app.log", trace("two"));
    move("shop/app.log", "shop/app.log.1");
    poll();
    write("shop/app.log", trace("three"));
    settle();

    assertThat(stored.traceMessages()).containsExactly("one", "two", "three");
  }

  @Test
  void renamedFolder_isReadOn() throws IOException {
    write("shop/app.log", trace("one"));
    settle();
    move("shop", "store");
    write("store/app.log", trace("two"));
    settle();

    assertThat(stored.traceMessages()).containsExactly("one", "two");
  }

  @Test
  void afterARestart_whatCameMeanwhileIsRead_onceEach() throws IOException {
    write("shop/app.log", trace("one"));
    write("billing/app.log", trace("two"));
    settle();
    collector.close();
    write("shop/app.log", trace("three"));
    move("shop/app.log", "shop/app.log.1");
    write("shop/app.log", trace("four"));
    write("later/app.log", trace("five"));

    collector = collector("/*/app.log");
    settle();

    assertThat(stored.traceMessages())
        .containsExactlyInAnyOrder("one", "two", "three", "four", "five");
  }

  @Test
  void linkToAFolder_isOneFolderWithIt() throws IOException {
    write("shop/app.log", trace("one"));
    Files.createSymbolicLink(root.resolve("current"), root.resolve("shop"));
    settle();

    assertThat(stored.traceMessages()).containsExactly("one");
    assertThat(collector.check().getFirst().seen()).startsWith("1 folders");
  }

  @Test
  void loopOfLinks_endsWithThePath() throws IOException {
    collector = collector("/*/*/*/app.log");
    write("shop/app.log", trace("one"));
    Files.createSymbolicLink(root.resolve("shop/again"), root.resolve("shop"));
    Files.createSymbolicLink(root.resolve("shop/itself"), Path.of("itself"));
    settle();

    assertThat(stored.traceMessages()).containsExactly("one");
    assertThat(collector.check().getFirst().seen()).startsWith("1 folders");
  }

  @Test
  void switchedLink_leavesTheOldFolderReadToItsEnd() throws IOException {
    collector = collector("/cur*/app.log");
    write("v1/app.log", trace("one"));
    Files.createSymbolicLink(root.resolve("current"), root.resolve("v1"));
    settle();
    write("v1/app.log", trace("last of v1"));
    write("v2/app.log", trace("first of v2"));
    Files.delete(root.resolve("current"));
    Files.createSymbolicLink(root.resolve("current"), root.resolve("v2"));
    settle();

    assertThat(stored.traceMessages())
        .containsExactlyInAnyOrder("one", "last of v1", "first of v2");
  }

  @Test
  void foldersBeyondTheBound_arePassedOverAndCountedOnce() throws IOException {
    for (int i = 0; i < 70; i++) {
      write("shop-%02d/app.log".formatted(i), trace("m" + i));
    }
    settle();
    settle();

    assertThat(stored.events).hasSize(64);
    assertThat(collector.tally().losses())
        .extracting(Loss::kind, Loss::reason, Loss::count)
        .containsExactly(
            tuple(Loss.Kind.REFUSED, "too many folders", 6L));
  }

  @Test
  void candidatesBeyondTheBound_areToldOf() throws IOException {
    for (int i = 0; i <= LogFolders.CANDIDATES_MAX; i++) {
      Files.createDirectory(root.resolve("a" + i));
    }
    settle();

    assertThat(collector.tally().losses()).extracting(Loss::reason)
        .containsExactly("too many folders to look through");
  }

  @Test
  void folderThatMayNotBeRead_isToldOf_andTheOthersAreRead() throws IOException {
    assumeFalse("root".equals(System.getProperty("user.name")), "Skipped: root may read all");
    write("shop/app.log", trace("one"));
    write("secret/app.log", trace("two"));
    Files.setPosixFilePermissions(
        root.resolve("secret"), PosixFilePermissions.fromString("---------"));
    settle();

    assertThat(stored.traceMessages()).containsExactly("one");
    assertThat(collector.tally().losses()).extracting(Loss::reason)
        .containsExactly("folder may not be read");
  }

  @Test
  void storeThatFails_losesNothingOfAnyFolder() throws IOException {
    write("shop/app.log", trace("one"));
    write("billing/app.log", trace("two"));
    stored.failing = true;
    assertThatThrownBy(this::poll).isInstanceOf(UncheckedIOException.class);
    stored.failing = false;
    settle();

    assertThat(stored.traceMessages()).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void check_namesFoldersAndFiles() throws IOException {
    write("shop/app.log", trace("one"));
    settle();

    List<SourceCheck> checks = collector.check();

    assertThat(checks).extracting(SourceCheck::source)
        .containsExactly(root + "/*/app.log", root.resolve("shop/app.log").toString());
    assertThat(checks).allMatch(SourceCheck::works);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void seededHistoriesOfFoldersAndRestarts_loseNothing(long seed) throws IOException {
    Random random = new Random(seed);
    List<String> written = new ArrayList<>();
    for (int step = 0; step < 60; step++) {
      String folder = "f" + random.nextInt(3);
      String file = folder + "/app.log";
      switch (random.nextInt(6)) {
        case 0 -> {
          if (Files.exists(root.resolve(file))) {
            settle();
            move(file, file + "." + step);
          }
        }
        case 1 -> {
          collector.close();
          collector = collector("/*/app.log");
        }
        case 2 -> {
          if (Files.isDirectory(root.resolve(folder))) {
            move(folder, folder + "-" + step);
          }
        }
        default -> {
          String message = "m" + step;
          written.add(message);
          write(file, trace(message));
        }
      }
      poll();
    }
    settle();

    Map<String, String> byId = new HashMap<>();
    for (int i = 0; i < stored.events.size(); i++) {
      byId.put(stored.events.get(i).id(), stored.traceMessages().get(i));
    }
    assertThat(byId.values())
        .as("each once by its id, as the store counts")
        .containsExactlyInAnyOrderElementsOf(written);
  }

  private FolderLogCollector collector(String path) {
    return new FolderLogCollector(
        LogFolders.at("shop", null, root + path), List.of(), List.of(), stored, clock);
  }

  private void poll() {
    collector.poll(stored);
  }

  /** Long enough for folders to be found, traces to end and rotated files to be let go. */
  private void settle() {
    for (int i = 0; i < 4; i++) {
      clock.move(Duration.ofSeconds(2));
      poll();
    }
  }

  private static String trace(String message) {
    return "java.lang.IllegalStateException: " + message
        + "\n\tat com.acme.Cart.total(Cart.java:7)\n";
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void move(String from, String to) throws IOException {
    Files.move(root.resolve(from), root.resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }
}
