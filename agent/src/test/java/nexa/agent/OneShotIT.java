package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import nexa.agent.config.ConfigFile;
import nexa.event.Event;
import nexa.event.Frame;
import nexa.event.Snapshot;
import nexa.event.Value;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that crash, run in JVMs of their own with the built javaagent. */
final class OneShotIT {

  @TempDir
  private Path directory;
  private Path repository;

  @BeforeEach
  void create() throws Exception {
    CrashingProgram.requireAgent();
    repository = directory.resolve("prices");
    PricesRepository.create(repository);
  }

  @Test
  void processThatDiesAtItsFirstCrash_isRunAgainForItsValues() throws Exception {
    assertThat(captured(crash(CrashingProgram.DIES))).isEqualTo("jam");
  }

  @Test
  void processThatLivesOn_isEndedOnceItsCrashIsCaptured() throws Exception {
    assertThat(captured(crash(CrashingProgram.LIVES_ON))).isEqualTo("jam");
    assertThat(commandsLeft()).isEmpty();
  }

  @Test
  void processThatCrashesOnceAndLivesOn_isRunAgain() throws Exception {
    assertThat(captured(crash(CrashingProgram.CRASHES_ONCE_AND_LIVES_ON))).isEqualTo("jam");
    assertThat(commandsLeft()).isEmpty();
  }

  /** The trace of an overflow ends before the call that began it; all of its package is armed. */
  @Test
  void recursionWithoutEnd_givesTheValuesOfTheCallThatBeganIt() throws Exception {
    Files.writeString(
        repository.resolve("src/main/java/com/acme/Prices.java"),
        PricesRepository.PRICES
            .replace("return price * quantity;", "return sum(price, quantity);")
            .replaceFirst(
                "}\\s*$", "  private int sum(int a, int n) { return a + sum(a, n - 1); }\n}\n"));
    Event event = crash(CrashingProgram.DIES.replace("\"jam\"", "\"tea\""));

    assertThat(Objects.requireNonNull(event.stackTrace()).frames())
        .extracting(Frame::method)
        .doesNotContain("total");
    assertThat(captured(event)).isEqualTo("tea");
  }

  @Test
  void commandWithoutACrash_isToldWithItsLastWords() {
    assertThatThrownBy(() -> crash("", "echo first; echo 'no such option: -x'; exit 3"))
        .isInstanceOf(OneShot.NoCrash.class)
        .hasMessageContaining("ended without a crash in the main code of " + repository)
        .hasMessageContaining("no such option: -x");
  }

  private Event crash(String main) throws Exception {
    return crash(main, CrashingProgram.COMMAND);
  }

  private Event crash(String main, String command) throws Exception {
    Path classes =
        main.isEmpty() ? directory : CrashingProgram.compile(main, repository, directory);
    try (OneShot oneShot =
        OneShot.open(
            ConfigFile.find(null, Map.of(), directory), repository, "HEAD", List.of(),
            Instant.MAX)) {
      return oneShot.eventOfRun(command, classes.toString());
    }
  }

  private static String captured(Event event) {
    Snapshot snapshot = Optional.ofNullable(event.snapshot()).orElseThrow();
    Value sku =
        snapshot.frame("com.acme.Prices", "total").orElseThrow().arguments().getFirst().value();
    return ((Value.Scalar) sku).text();
  }

  private List<String> commandsLeft() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains("com.acme.Main"))
        .toList();
  }
}
