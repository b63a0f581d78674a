package nexa.heal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import nexa.heal.sandbox.DockerSandbox;
import nexa.heal.sandbox.SandboxSettings;
import nexa.heal.source.Project;
import nexa.patch.Patch;
import nexa.patch.Proof;
import nexa.patch.Verdict;
import nexa.repair.Thoughts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A project of 15 classes and 30 tests, and fifty candidates, in a real container. */
final class SandboxVerifierIT {

  private static final String PRODUCT = "price * count";

  @Test
  @Timeout(300)
  void fiftyCandidates_theGoodOneIsPlausible() {
    Patch guard = Shop.replacing(PRODUCT, "price == null ? 0 : price * count");
    Patch risky =
        Shop.replacing(PRODUCT, "price == null ? -1 : price * count", "returns a default");
    List<Patch> candidates = new ArrayList<>();
    candidates.add(Shop.replacing(PRODUCT, "prices * count"));
    candidates.add(Shop.replacing(PRODUCT, "0"));
    candidates.add(risky);
    for (int i = 0; i < 45; i++) {
      candidates.add(Shop.replacing(PRODUCT, "price * count + " + i));
    }
    candidates.add(Shop.replacing("public int total(Integer", "public long total(Integer"));
    candidates.add(guard);

    Instant start = Instant.now();
    List<Verdict> verdicts = verify(candidates);
    Duration took = Duration.between(start, Instant.now());

    assertThat(verdicts).hasSize(50);
    assertThat(verdicts.getFirst().patch().id()).isEqualTo(guard.id());
    assertThat(verdicts.getFirst())
        .isInstanceOfSatisfying(
            Verdict.Plausible.class,
            plausible -> {
              assertThat(plausible.proof().redLog()).contains("shop.Cart.total(Cart.java:5)");
              assertThat(plausible.proof().after()).isEqualTo(new Proof.Suite(30, 0, 0));
              assertThat(plausible.proof().sandbox()).contains("profile sha256:");
            });
    assertThat(verdicts.subList(1, 50)).allMatch(Verdict.Rejected.class::isInstance);
    assertThat(verdicts)
        .filteredOn(verdict -> verdict.patch().equals(risky))
        .singleElement()
        .isInstanceOfSatisfying(
            Verdict.Rejected.class,
            rejected -> assertThat(rejected.reason()).startsWith("only returns -1 instead"));
    assertThat(took).isLessThan(Duration.ofSeconds(180));
  }

  private static List<Verdict> verify(List<Patch> candidates) {
    SandboxSettings settings = SandboxSettings.of("it-" + UUID.randomUUID());
    try (DockerSandbox sandbox = new DockerSandbox(settings)) {
      return new SandboxVerifier(
          diagnosis -> project(), sandbox, VerifierLimits.usual(), InstantSource.system(),
          Thoughts.UNHEARD)
          .verify(Shop.diagnosis(), Shop.REPRODUCTION, candidates);
    }
  }

  private static Project project() {
    Map<String, String> sources = new HashMap<>(Shop.sources());
    for (int i = 0; i < 14; i++) {
      sources.put(
          "src/main/java/shop/Part" + i + ".java",
          "package shop;\n\npublic class Part" + i
              + " {\n  public int twice(int n) { return n + n; }\n}\n");
      sources.put(
          "src/test/java/shop/Part" + i + "Test.java",
          """
          package shop;

          import static org.junit.jupiter.api.Assertions.assertEquals;
          import org.junit.jupiter.api.Test;

          class Part%dTest {
            @Test void two() { assertEquals(4, new Part%d().twice(2)); }
            @Test void three() { assertEquals(6, new Part%d().twice(3)); }
          }
          """
              .formatted(i, i, i));
    }
    return Shop.project(sources, junit());
  }

  private static List<Path> junit() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(
            path -> {
              String name = String.valueOf(path.getFileName());
              return name.startsWith("junit-")
                  || name.startsWith("opentest4j")
                  || name.startsWith("apiguardian");
            })
        .toList();
  }
}
