package nexa.heal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import nexa.heal.source.Project;
import nexa.patch.Edit;
import nexa.patch.Patch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PatchPolicyTest {

  private static final Project PROJECT = Shop.project(Shop.sources(), List.of());
  private static final Set<String> ALLOWED =
      Set.of(Shop.CART, Shop.ITEM, "src/main/java/shop/db/migration/V1__Create.java", "pom.xml");
  private static final String PRODUCT = "price * count";

  private final PatchPolicy policy = new PatchPolicy();

  static Stream<Patch> harmless() {
    return Stream.of(
        Shop.replacing(PRODUCT, "price == null ? 0 : price * count"),
        Shop.replacing("    return price",
            "    if (price == null) {\n      return 0;\n    }\n    return price"),
        Shop.replacing(PRODUCT, "java.util.Objects.requireNonNullElse(price, 0) * count"),
        Shop.replacing("prices[0]", "prices.length == 0 ? 0 : prices[0]"),
        Shop.replacing("\"empty\"", "\"nicht größer, 空\""),
        Shop.replacing("throw new IllegalStateException(\"empty\", e);", "return 0;"),
        Shop.patch(
            List.of(
                new Edit(Shop.CART, Shop.CART_SOURCE.indexOf("price *"),
                    Shop.CART_SOURCE.indexOf(" * count"), "one(price)"),
                new Edit(Shop.ITEM, 0, 0, "// reads the price\n"))));
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void harmlessPatch_mayRun(Patch patch) {
    assertThat(refusal(PROJECT, ALLOWED, patch)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "src/test/java/shop/CartTest.java",
        "pom.xml",
        ".github/workflows/ci.yml",
        "src/main/resources/application.yaml",
        "src/main/java/shop/db/migration/V1__Create.java",
        "src/main/java/shop/package-info.java",
        "src/main/java/other/Far.java",
        "src/main/java/shop/New.java",
        "src/main/java/../../../pom.xml",
        "src/main/java/shop/../../../test/java/shop/CartTest.java",
        "src/main/java/./shop/Cart.java",
        "src/main/java//shop/Cart.java",
        "/etc/passwd",
        "/src/main/java/shop/Cart.java",
        "src\\main\\java\\shop\\Cart.java",
        "src/main/java/.hidden/Cart.java",
        "src/main/java/shop/Cart.java\u0000",
        "src/main/java/shop/C\u0430rt.java",
        "src/main/javashop/Cart.java",
        ".git/config",
        "~/.m2/settings.xml",
        "file:///etc/passwd",
        ""
      })
  void patchElsewhere_isRefused(String file) {
    Patch patch = Shop.patch(List.of(new Edit(file, 0, 0, "// here\n")));
    assertThat(refusal(PROJECT, ALLOWED, patch)).isPresent();
  }

  static Stream<Arguments> hostile() {
    return Stream.of(
        Arguments.of("price * count /*\u202E*/", "hidden"),
        Arguments.of("price * count /*\u200B*/", "hidden"),
        Arguments.of("price * count /*\uFEFF*/", "hidden"),
        Arguments.of("price * count /*\u2066*/", "hidden"),
        Arguments.of("price * count /*\u2028*/", "hidden"),
        Arguments.of("price * count /*\u0007*/", "hidden"),
        Arguments.of("price * count /*\u001B[2K*/", "hidden"),
        Arguments.of("price * count /*\u00A0*/", "hidden"),
        Arguments.of("price * count /*\u3164*/", "hidden"),
        Arguments.of("price * count /*\uFE0F*/", "hidden"),
        Arguments.of("price * count /*\uDB40\uDC41*/", "hidden"),
        Arguments.of("price * count /*\uD800*/", "hidden"),
        Arguments.of("price * count; // \\u000a evil();", "unicode escape"),
        Arguments.of("price * \\u0063ount", "unicode escape"),
        Arguments.of("price * ", "is not Java"),
        Arguments.of("price * count; } /* ", "is not Java"),
        Arguments.of(PRODUCT, "changes nothing"),
        Arguments.of("exit(price)", "reaches for exit"),
        Arguments.of("stop(System::exit)", "reaches for exit"),
        Arguments.of("run(Runtime.getRuntime())", "reaches for Runtime"),
        Arguments.of("java.lang.Runtime.version().feature()", "reaches for Runtime"),
        Arguments.of("of(new ProcessBuilder(\"sh\"))", "reaches for ProcessBuilder"),
        Arguments.of("of(Class.forName(\"x\"))", "reaches for forName"),
        Arguments.of("of(System.getenv())", "reaches for getenv"),
        Arguments.of("new Throwable().getStackTrace().length", "reaches for getStackTrace"),
        Arguments.of("of(new java.net.URL(\"http://x\"))", "reaches for URL"),
        Arguments.of("of(java.nio.file.Files.size(null))", "reaches for Files"),
        Arguments.of("1" + "\n + 1".repeat(60), "lines"),
        Arguments.of("\"" + "x".repeat(9000) + "\".length()", "lines"));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void hostileExpression_isRefused(String expression, String reason) {
    assertThat(refusal(PROJECT, ALLOWED, Shop.replacing(PRODUCT, expression)))
        .hasValueSatisfying(said -> assertThat(said).contains(reason));
  }

  /** In a comment, a text and a name: a reader sees something else than the compiler, or nothing. */
  @Test
  void everyHiddenCharacter_isRefused() {
    List<String> accepted = new ArrayList<>();
    int tried = 0;
    for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x3000 ? 1 : 0x101) {
      if (isHidden(c)) {
        for (String place : List.of("price * count /*%s*/", "\"%s\".length()", "pri%sce * count")) {
          tried++;
          String text = place.formatted(Character.toString(c));
          if (refusal(PROJECT, ALLOWED, Shop.replacing(PRODUCT, text)).isEmpty()) {
            accepted.add(Integer.toHexString(c) + " in " + place);
          }
        }
      }
    }
    assertThat(tried).isGreaterThan(1_000);
    assertThat(accepted).isEmpty();
  }

  /** By the names of Unicode's categories, so that the test does not ask what it tests. */
  private static boolean isHidden(int c) {
    boolean isSpace = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    String shown = Character.toString(c);
    return !isSpace
        && (shown.codePoints().noneMatch(Character::isDefined)
            || Character.isISOControl(c)
            || Character.isIdentifierIgnorable(c)
            || Character.isSpaceChar(c)
            || Character.getType(c) == Character.NON_SPACING_MARK
            || Character.getType(c) == Character.PRIVATE_USE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";", "// handled", "/* nothing to do */ ;"})
  void swallowedException_isRefused(String body) {
    Patch emptied = Shop.replacing("throw new IllegalStateException(\"empty\", e);", body + "\n");
    Patch wrapped =
        Shop.replacing(
            "    return price * count;",
            "    try {\n      return price * count;\n    } catch (NullPointerException e) {\n"
                + body + "\n    }\n    return 0;");
    assertThat(refusal(PROJECT, ALLOWED, emptied)).contains("swallows an exception");
    assertThat(refusal(PROJECT, ALLOWED, wrapped)).contains("swallows an exception");
  }

  @Test
  void emptyPatch_isRefused() {
    assertThat(refusal(PROJECT, ALLOWED, Shop.patch(List.of()))).contains("changes nothing");
  }

  @Test
  void impossibleSplices_areRefused() {
    Edit first = new Edit(Shop.CART, 10, 20, "x");
    for (Edit second : List.of(
        new Edit(Shop.CART, 15, 25, "y"),
        new Edit(Shop.CART, 5, 6, "y"),
        new Edit(Shop.CART, 30, 25, "y"),
        new Edit(Shop.CART, 30, 100_000, "y"),
        new Edit(Shop.CART, -1, 0, "y"))) {
      assertThat(refusal(PROJECT, ALLOWED, Shop.patch(List.of(first, second))))
          .contains("has edits that overlap or leave the file");
    }
  }

  @Test
  void fourFiles_areTooMany() {
    List<Edit> edits = new ArrayList<>();
    Set<String> files =
        Set.of(Shop.CART, Shop.ITEM, "src/main/java/other/Far.java", "src/main/java/more/A.java");
    java.util.Map<String, String> sources = new java.util.HashMap<>(Shop.sources());
    sources.put("src/main/java/more/A.java", "class A {}\n");
    files.forEach(file -> edits.add(new Edit(file, 0, 0, "// here\n")));
    assertThat(refusal(Shop.project(sources, List.of()), files, Shop.patch(edits)))
        .contains("touches 4 files, more than 3");
  }

  private Optional<String> refusal(Project project, Set<String> allowed, Patch patch) {
    return policy.refusal(project, new ParsedTree(project.tree()), allowed, patch);
  }
}
