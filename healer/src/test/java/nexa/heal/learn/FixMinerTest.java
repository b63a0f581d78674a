package nexa.heal.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import nexa.heal.learn.FixMiner.Learned;
import nexa.heal.learn.FixMiner.Scope;
import nexa.heal.source.GitFolder;
import nexa.heal.source.Projects.UnreadableProject;
import nexa.memory.Case;
import nexa.patch.Recipe;
import nexa.patch.Recipe.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FixMinerTest {

  private static final String FILE = "src/main/java/shop/Shop.java";
  private static final String WIDTH = "int width(String a) {\n  return a.length();\n}";
  private static final String GUARDED =
      "int width(String a) {\n  if (a == null) {\n    return 0;\n  }\n  return a.length();\n}";

  @TempDir
  private Path directory;
  private GitFolder repository;

  @BeforeEach
  void create() {
    repository = new GitFolder(directory);
    write(WIDTH);
    repository.commit("Add the shop");
  }

  @Test
  void fixOfCrash_isKeptWithWhatSpeaksForIt() {
    write(GUARDED);
    repository.write("src/test/java/shop/ShopTest.java", "class ShopTest {}");
    String commit = repository.commit("SHOP-7: Fix NullPointerException in width()");

    Case past = learned().cases().getFirst();

    assertThat(past.id()).isEqualTo("learned-" + commit.substring(0, 12));
    assertThat(past.commit()).isEqualTo(commit);
    assertThat(past.operator()).isEqualTo("null-guard");
    assertThat(past.outcome()).isEqualTo(Case.Outcome.APPROVED);
    assertThat(past.exceptionType()).isEqualTo("java.lang.NullPointerException");
    assertThat(past.recipe())
        .isEqualTo(new Recipe(Shape.BEFORE_STATEMENT,
            "if (${culprit} == null) {\n  return ${default};\n}"));
    assertThat(past.context().lines())
        .containsExactly(
            "exception: java.lang.NullPointerException",
            "frames: Shop.width",
            "source: return a.length();",
            "evidence: SHOP-7: Fix NullPointerException in width() (the message names"
                + " NullPointerException; the message speaks of a fix; the message names an issue;"
                + " a test changed with it; the new code guards against NullPointerException)");
  }

  /** Each is one commit after the first, and no fix of a crash that teaches something. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "Fix the NPE in layout | int width(String a) { /* the same */ return (a.length()); } | LAYOUT",
    "Fix NPE by another name | int w(String a) { return a.length(); } | DECLARATIONS",
    "Fix NPE by a new parameter | int width(String a, int b) { return a.length(); } | DECLARATIONS",
    "Add a margin | int width(String a) { return a.length() + 2; } | NO_EVIDENCE",
    "Refactor and format to avoid null checks | int width(String a) { if (a == null) { return 0; } return a.length(); } | NO_EVIDENCE",
    "Fix crash of the layout #7 | int width(String a) { return a.length() + 0x2; } | NO_EXCEPTION",
    "Fix NPE in width | int width(String a) { int n = 1; n += a.length() - 1; return n; } | NO_RECIPE",
    "Fix NPE in width | int width(String a) { return widthOf(a, \"the wide one\"); } | NO_RECIPE",
    "Fix NPE in width | int width(String a) { return a.length( | UNREADABLE",
    "Fix NPE in width |  | LAYOUT"
  })
  void otherCommit_isLeftOut(String message, String method, LeftOut why) {
    write(method == null ? WIDTH + "\n// more" : method);
    repository.commit(message);

    Learned learned = learned();

    assertThat(learned.cases()).isEmpty();
    assertThat(learned.leftOut()).isEqualTo(Map.of(why, 1, LeftOut.FIRST, 1));
  }

  @Test
  void largeCommitAndTestsAlone_areLeftOut() {
    write(GUARDED);
    repository.write("src/main/java/shop/A.java", "class A { int a; }");
    repository.commit("Fix NPE and add A");
    repository.write("src/test/java/shop/ShopTest.java", "class ShopTest {}");
    repository.commit("Test the NPE");
    write(WIDTH + "\n//\n".repeat(30));
    repository.commit("Fix NPE at large");

    assertThat(learned().leftOut())
        .isEqualTo(Map.of(LeftOut.FILES, 1, LeftOut.NO_MAIN_CODE, 1, LeftOut.LARGE, 1,
            LeftOut.FIRST, 1));
  }

  @Test
  void learningTwice_givesTheSameCases() {
    write(GUARDED);
    repository.commit("Fix NPE, #7");
    assertThat(learned().cases()).hasSize(1).isEqualTo(learned().cases());
  }

  @Test
  void limit_endsItEarlyAndIsSaid() {
    write(GUARDED);
    repository.commit("Fix NPE, #7");

    Learned learned =
        new FixMiner(Clock.systemUTC())
            .learn(new Scope(directory, "HEAD", 1, Duration.ofMinutes(1)), any -> {
            });

    assertThat(learned.commits()).isEqualTo(1);
    assertThat(learned.unfinished()).isTrue();
    assertThat(learned().unfinished()).isFalse();
  }

  @Test
  void sourceThatIsNotUtf8_isReadToo() throws Exception {
    String latin = "/** Gr\u00f6\u00dfe */\n";
    Path file = directory.resolve(FILE);
    Files.write(file, source(latin + WIDTH).getBytes(StandardCharsets.ISO_8859_1));
    repository.commit("Say what it is");
    Files.write(file, source(latin + GUARDED).getBytes(StandardCharsets.ISO_8859_1));
    repository.commit("Fix NPE, #7");

    assertThat(learned().cases()).hasSize(1);
  }

  @Test
  void folderWithoutCommits_isRefusedWithTheNextStep(@TempDir Path other) {
    assertThatThrownBy(() -> learned(other)).isInstanceOf(UnreadableProject.class)
        .hasMessageContaining("is no git repository");
    GitFolder empty = new GitFolder(other);
    assertThatThrownBy(() -> learned(empty.path())).isInstanceOf(UnreadableProject.class)
        .hasMessageContaining("has no commit HEAD: commit something");
  }

  private Learned learned() {
    return learned(directory);
  }

  private static Learned learned(Path folder) {
    return new FixMiner(Clock.systemUTC())
        .learn(new Scope(folder, "HEAD", 100, Duration.ofMinutes(1)), any -> {
        });
  }

  private void write(String method) {
    repository.write(FILE, source(method));
  }

  private static String source(String method) {
    return "package shop;\nclass Shop {\n" + method
        + "\nint widthOf(String a, String b) { return 0; }\n}\n";
  }

  @Test
  void cases_areHandedOnWhenFound() {
    write(GUARDED);
    repository.commit("Fix NPE, #7");
    List<Case> found = new java.util.ArrayList<>();
    Learned learned =
        new FixMiner(Clock.systemUTC())
            .learn(new Scope(directory, "HEAD", 100, Duration.ofMinutes(1)), found::add);
    assertThat(found).isEqualTo(learned.cases());
  }
}
