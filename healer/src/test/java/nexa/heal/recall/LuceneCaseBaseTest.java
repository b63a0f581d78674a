package nexa.heal.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import nexa.memory.Case;
import nexa.memory.CaseBase;
import nexa.memory.CaseBaseContract;
import nexa.memory.Match;
import nexa.patch.Recipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LuceneCaseBaseTest extends CaseBaseContract {

  private static final String TYPE = "java.lang.IllegalStateException";

  @TempDir
  Path state;

  @Override
  protected CaseBase empty() {
    return LuceneCaseBase.inMemory(new WordEmbedder("words", 64));
  }

  @Test
  void index_isKeptAndVectorsAreNotMadeAgain() {
    WordEmbedder embedder = new WordEmbedder("words", 64);
    open(embedder, past("a", "one"), past("b", "two")).close();
    int first = embedder.embedded();

    try (LuceneCaseBase again = open(embedder, past("a", "one"), past("b", "changed"))) {
      assertThat(embedder.embedded() - first).isEqualTo(1);
      assertThat(ids(again.recall(TYPE, "changed", 5))).containsExactly("b", "a");
    }
  }

  @Test
  void caseGoneFromTheTable_isForgotten() {
    WordEmbedder embedder = new WordEmbedder("words", 64);
    open(embedder, past("a", "one"), past("b", "two")).close();

    try (LuceneCaseBase again = open(embedder, past("b", "two"))) {
      assertThat(ids(again.recall(TYPE, "one two", 5))).containsExactly("b");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"segments_", ".si", ".cfs", ".cfe"})
  void brokenFile_isPutAsideAndTheIndexRebuilt(String name) throws IOException {
    WordEmbedder embedder = new WordEmbedder("words", 64);
    open(embedder, past("a", "one")).close();
    Path file = corruptOne(name);

    try (LuceneCaseBase again = open(embedder, past("a", "one"))) {
      assertThat(ids(again.recall(TYPE, "one", 5))).containsExactly("a");
    }
    assertThat(state.resolve("cases.corrupt").resolve(file.getFileName())).exists();
  }

  @Test
  void fileInPlaceOfTheFolder_isPutAside() throws IOException {
    Files.writeString(folder(), "not an index");

    try (LuceneCaseBase cases = open(new WordEmbedder("words", 64), past("a", "one"))) {
      assertThat(cases.recall(TYPE, "one", 5)).hasSize(1);
    }
    assertThat(state.resolve("cases.corrupt")).hasContent("not an index");
  }

  @Test
  void folderOfAnotherProcess_isMadeUpForInMemory() {
    WordEmbedder embedder = new WordEmbedder("words", 64);
    try (LuceneCaseBase first = open(embedder, past("a", "one"));
        LuceneCaseBase second = open(embedder, past("a", "one"))) {
      second.remember(past("b", "two"));

      assertThat(ids(second.recall(TYPE, "two", 5))).containsExactly("b", "a");
      assertThat(ids(first.recall(TYPE, "two", 5))).containsExactly("a");
      assertThat(state.resolve("cases.corrupt")).doesNotExist();
    }
  }

  @Test
  void otherModel_makesItsOwnVectors() {
    open(new WordEmbedder("small", 3), past("a", "one two")).close();
    WordEmbedder large = new WordEmbedder("large", 64);

    try (LuceneCaseBase cases = open(large, past("a", "one two"))) {
      assertThat(large.embedded()).isEqualTo(1);
      assertThat(cases.recall(TYPE, "one two", 5).getFirst().score()).isGreaterThan(0.99);
    }
  }

  @Test
  void noModel_recallsByTextAlone() {
    Embedder broken =
        new Embedder() {
          @Override
          public float[] embed(String text) {
            throw new Unavailable("no native library for this host", new IOException());
          }

          @Override
          public String model() {
            return "broken";
          }

          @Override
          public int dimension() {
            return 64;
          }
        };
    try (LuceneCaseBase cases = open(broken, past("a", "one"), past("b", "two"))) {
      assertThat(ids(cases.recall(TYPE, "two", 5))).containsExactly("b", "a");
    }
  }

  @Test
  void nearVector_isFoundWithoutACommonWord() {
    Embedder synonyms =
        new Embedder() {
          @Override
          public float[] embed(String text) {
            boolean basket = text.contains("basket") || text.contains("cart");
            return new float[] {basket ? 1 : 0, basket ? 0 : 1};
          }

          @Override
          public String model() {
            return "synonyms";
          }

          @Override
          public int dimension() {
            return 2;
          }
        };
    try (LuceneCaseBase cases = open(synonyms, past("far", "order"), past("near", "basket"))) {
      assertThat(ids(cases.recall("a.OtherException", "cart", 5)).getFirst()).isEqualTo("near");
    }
  }

  @Test
  void sameStructure_breaksATie() {
    Case same = past("same", "source: return a.b();");
    Case other = past("other", "source: while (a > b) c++;");
    try (LuceneCaseBase cases = open(new WordEmbedder("words", 64), other, same)) {
      assertThat(ids(cases.recall(TYPE, "source: return x.y();", 5)).getFirst()).isEqualTo("same");
    }
  }

  private LuceneCaseBase open(Embedder embedder, Case... table) {
    return LuceneCaseBase.open(folder(), embedder, () -> Stream.of(table));
  }

  private Path folder() {
    return state.resolve("cases");
  }

  private Path corruptOne(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      Path file =
          files.filter(f -> f.getFileName().toString().contains(name)).findFirst().orElseThrow();
      byte[] content = Files.readAllBytes(file);
      content[content.length / 2] ^= 0x55;
      return Files.write(file, content);
    }
  }

  private static List<String> ids(List<Match> matches) {
    return matches.stream().map(match -> match.past().id()).toList();
  }

  private static Case past(String id, String context) {
    return new Case(
        id, "shop", "00aa11bb22cc33dd", TYPE, context,
        new Recipe(Recipe.Shape.BEFORE_STATEMENT, "${culprit}"), "op", Case.Outcome.APPROVED,
        "0123", Instant.EPOCH);
  }
}
