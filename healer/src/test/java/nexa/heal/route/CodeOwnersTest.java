package nexa.heal.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nexa.heal.source.SourceTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CodeOwnersTest {

  private static final String CART = "src/main/java/shop/Cart.java";

  @Test
  void lastRuleThatMatches_counts() {
    String file = """
        # whose is what
        *             @all
        /src/         @backend  @org/core   # the core
        *.md          docs@example.com
        /src/test/    @testers
        """;

    assertThat(owners(file, CART)).containsExactly("@backend", "@org/core");
    assertThat(owners(file, "src/README.md")).containsExactly("docs@example.com");
    assertThat(owners(file, "pom.xml")).containsExactly("@all");
    assertThat(CodeOwners.read("CODEOWNERS", file).of(CART).orElseThrow().because())
        .isEqualTo("CODEOWNERS says so in line 3 (/src/)");
  }

  @Test
  void ruleWithoutOwners_takesThemAway() {
    assertThat(owners("* @all\n/src/\n", CART)).isEmpty();
    assertThat(owners("* @all\n/src/ # nobody's @x\n", CART)).isEmpty();
  }

  @Test
  void lineWithoutASoundOwner_isPassedOver() {
    assertThat(owners("* @all\n/src/ nobody\n", CART)).containsExactly("@all");
    assertThat(owners("* @all\n/src/ @\u001b[31mred\n", CART)).containsExactly("@all");
    assertThat(owners("* @all\n!/src/ @x\n[s]rc/ @y\n", CART)).containsExactly("@all");
  }

  @Test
  void gitlabSections_eachNameTheirOwn() {
    String file = """
        * @all
        [Backend][2] @backend @@maintainer
        /src/
        /src/test/ @testers
        ^[Documentation] @writers
        *.md
        [backend]
        !/src/main/java/legacy/
        """;

    assertThat(owners(file, CART)).containsExactly("@all", "@backend", "@@maintainer");
    assertThat(owners(file, "src/README.md"))
        .containsExactly("@all", "@backend", "@@maintainer", "@writers");
    assertThat(owners(file, "src/main/java/legacy/Old.java")).containsExactly("@all");
  }

  @Test
  void escapedBlankAndHash_arePartOfThePattern() {
    assertThat(owners("/my\\ docs/ @writers\n", "my docs/a.md")).containsExactly("@writers");
    assertThat(owners("\\#todo @writers\n", "#todo")).containsExactly("@writers");
  }

  @Test
  void placesOfBothForges_areLookedAtInTheirOrder() {
    assertThat(inTree("docs/CODEOWNERS", ".gitlab/CODEOWNERS")).isEqualTo("docs/CODEOWNERS");
    assertThat(inTree("docs/CODEOWNERS", "CODEOWNERS")).isEqualTo("CODEOWNERS");
    assertThat(inTree("CODEOWNERS", ".github/CODEOWNERS")).isEqualTo(".github/CODEOWNERS");
    assertThat(inTree(".gitlab/CODEOWNERS")).isEqualTo(".gitlab/CODEOWNERS");
    assertThat(CodeOwners.of(new SourceTree("c0ffee", Map.of()))).isEmpty();
  }

  /** The file that named the owner, as its name stands in it. */
  private static String inTree(String... files) {
    Map<String, byte[]> tree = new TreeMap<>();
    for (String file : files) {
      tree.put(file, ("* " + file.replace("/", "-") + "@example.com\n").getBytes(UTF_8));
    }
    return CodeOwners.of(new SourceTree("c0ffee", tree)).orElseThrow().of(CART).orElseThrow()
        .because().split(" ", 2)[0];
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "\n\n\n", "[", "[]", "^[", "[a][", "\\", "\\\\\\", "*", "@owner", "**/**/**/** @x",
        "[a] [b] [c]", "\uFEFF* @x", "* @x\r\n", "\u2028 @x", "!", "!!a @x", "# only a comment"
      })
  void oddFile_isReadWithoutHarm(String file) {
    for (String place : List.of("CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS")) {
      assertThat(CodeOwners.read(place, file).of("other/thing.txt"))
          .satisfiesAnyOf(
              owned -> assertThat(owned).isEmpty(),
              owned -> assertThat(owned.orElseThrow().owners()).containsExactly("@x"));
    }
  }

  @Test
  void hugeFile_isReadUpToABound() {
    StringBuilder file = new StringBuilder("* @all\n");
    for (int i = 0; i < 60_000; i++) {
      file.append("*a*a*a*").append(i).append(" @team").append(i).append('\n');
    }
    file.append("/src/ @late\n");
    String path = "a".repeat(200) + "/" + "a".repeat(200);

    assertThat(owners(file.toString(), path)).containsExactly("@all");
    assertThat(owners(file.toString(), CART)).containsExactly("@all");
  }

  @Test
  void oneEndlessLine_isNoRule() {
    assertThat(owners("* @all\n" + "a/".repeat(400_000) + " @x\n", CART)).containsExactly("@all");
    assertThat(owners("* " + "@x ".repeat(300_000), CART)).containsExactly("@x");
  }

  private static List<String> owners(String file, String path) {
    return CodeOwners.read("CODEOWNERS", file).of(path).map(CodeOwners.Owned::owners)
        .orElse(List.of());
  }
}
