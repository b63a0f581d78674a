package nexa.heal.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import nexa.heal.source.Project;
import nexa.patch.Edit;
import nexa.patch.Patch;

/**
 * Which sources say who may do what: code of log-ins, permissions and secrets. It is told by the words of
 * a file's packages and class, and by the libraries it imports. A name that says nothing of it is not
 * seen through.
 */
public final class SecurityCode {

  private static final Set<String> WORDS =
      Set.of(
          "acl", "auth", "authenticated", "authentication", "authenticator", "authenticate",
          "authorisation", "authorise", "authorised", "authorization", "authorize", "authorized",
          "authorizer", "authz", "authn", "cipher", "credential", "credentials", "crypto", "csrf",
          "encryption", "jwt", "ldap", "login", "logout", "oauth", "oidc", "password", "passwords",
          "permission", "permissions", "rbac", "saml", "secret", "secrets", "security", "signin");

  private static final List<String> LIBRARIES =
      List.of(
          "org.springframework.security.", "jakarta.security.", "javax.security.", "javax.crypto.",
          "jakarta.annotation.security.", "javax.annotation.security.", "io.quarkus.security.",
          "io.micronaut.security.", "io.jsonwebtoken.", "com.auth0.", "com.nimbusds.",
          "org.apache.shiro.", "org.keycloak.", "org.pac4j.", "org.mindrot.jbcrypt.");

  private SecurityCode() {}

  /** The first file of a patch that is such code, empty when none is. */
  public static Optional<String> touchedBy(Project project, Patch patch) {
    return patch.edits().stream()
        .map(Edit::file)
        .distinct()
        .filter(
            file -> isNamedSo(Project.below(project.mainRoots(), file)) || imports(project, file))
        .findFirst();
  }

  private static boolean isNamedSo(String path) {
    int end = path.lastIndexOf('.');
    return words(end < 0 ? path : path.substring(0, end)).stream().anyMatch(WORDS::contains);
  }

  /** {@code shop/OAuthFilter} is shop, o, auth, filter. */
  private static List<String> words(String path) {
    StringBuilder spaced = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean turns =
          i > 0 && Character.isUpperCase(c)
              && (Character.isLowerCase(path.charAt(i - 1))
                  || i + 1 < path.length() && Character.isLowerCase(path.charAt(i + 1)));
      spaced.append(turns ? " " : "").append(Character.isLetter(c) ? c : ' ');
    }
    return Arrays.asList(spaced.toString().toLowerCase(Locale.ROOT).split(" ", -1));
  }

  private static boolean imports(Project project, String file) {
    return project.tree().files().containsKey(file)
        && project.tree().text(file).lines()
            .map(String::strip)
            .filter(line -> line.startsWith("import "))
            .map(line -> line.substring("import ".length()).strip())
            .map(name -> name.startsWith("static ") ? name.substring("static ".length()) : name)
            .anyMatch(name -> LIBRARIES.stream().anyMatch(name::startsWith));
  }
}
