package nexa.heal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import nexa.heal.source.Project;
import nexa.heal.source.SourceTree;
import nexa.patch.Edit;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Recipe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SecurityCodeTest {

  private static final String ROOT = "src/main/java/";

  @ParameterizedTest
  @ValueSource(strings = {
    "shop/security/Rules", "shop/auth/Users", "shop/LoginController", "shop/web/OAuth2Filter",
    "shop/JWTVerifier", "shop/UserCredentials", "shop/rbac/Roles", "shop/AuthService",
    "shop/AclEntries", "com/acme/identity/PermissionCheck", "shop/PASSWORD"})
  void namesOfPackagesAndClasses_tell(String type) {
    assertThat(touched(ROOT + type + ".java", "class X {}")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "shop/Cart", "shop/AuthorList", "shop/Tokenizer", "shop/Secretary", "shop/Blogins",
    "shop/Authentic", "shop/author/Oracle", "a"})
  void namesThatOnlyBeginSo_doNot(String type) {
    assertThat(touched(ROOT + type + ".java", "class X {}")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "import org.springframework.security.core.Authentication; | true",
        "import static javax.crypto.Cipher.getInstance; | true",
        "  import jakarta.annotation.security.RolesAllowed; | true",
        "import java.util.List; | false",
        "// import javax.crypto.Cipher; | false",
        "import org.springframework.securityish.X; | false"
      })
  void imports_tell(String line, boolean expected) {
    assertThat(touched(ROOT + "shop/Cart.java", "package shop;\n" + line + "\nclass Cart {}"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"security/src/main/java/shop/Cart.java, security/src/main/java", "x/y.java, ''"})
  void folderOfTheModule_andFilesThatAreNotThere_sayNothing(String file, String root) {
    Project project = project(root.isEmpty() ? ROOT : root, Map.of());

    assertThat(SecurityCode.touchedBy(project, patch(file))).isEmpty();
  }

  private static boolean touched(String file, String text) {
    Project project =
        project("src/main/java", Map.of(file, text.getBytes(StandardCharsets.UTF_8)));
    return SecurityCode.touchedBy(project, patch(file)).filter(file::equals).isPresent();
  }

  private static Project project(String root, Map<String, byte[]> files) {
    return new Project(
        new SourceTree("c", files), List.of(root), List.of(), List.of(), List.of(), List.of(), 25);
  }

  private static Patch patch(String file) {
    return Patch.of(
        List.of(new Edit(file, 0, 0, "x")), new Recipe(Recipe.Shape.BEFORE_STATEMENT, "x"),
        new Origin.Operator("o"), "why", List.of());
  }
}
