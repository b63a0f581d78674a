package nexa.heal.route;

import static org.assertj.core.api.Assertions.assertThat;

import nexa.heal.route.Glob.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "*,                 a/b/C.java,                true",
    "*.java,            a/b/C.java,                true",
    "*.java,            a/b/C.javax,               false",
    "C?.java,           a/C1.java,                 true",
    "C?.java,           a/C.java,                  false",
    "/*,                C.java,                    true",
    "/*,                a/C.java,                  false",
    "docs/*,            docs/a.md,                 true",
    "docs/*,            docs/b/a.md,               false",
    "docs/*,            x/docs/a.md,               false",
    "apps/,             x/apps/y/a.md,             true",
    "apps/,             x/apps,                    false",
    "/apps/,            x/apps/a.md,               false",
    "/apps/github,      apps/github/x/a.md,        true",
    "/apps/github,      apps/github,               true",
    "apps/github,       x/apps/github,             false",
    "**/logs,           build/x/logs/a.log,        true",
    "**/logs,           logs/a.log,                true",
    "a/**/z,            a/z,                       true",
    "a/**/z,            a/b/c/z,                   true",
    "a/**/z,            b/a/c/z,                   false",
    "docs/**,           docs/b/a.md,               true",
    "docs/**,           docs,                      false",
    "src/*/Cart*.java,  src/shop/CartLine.java,    true",
    "src/*/Cart*.java,  src/shop/x/CartLine.java,  false",
    "Src/,              src/a,                     false",
  })
  void githubPattern_matchesAsGitignoreDoes(String pattern, String path, boolean matches) {
    assertThat(matches(pattern, Dialect.GITHUB, path)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "*,               a/b/C.java,            true",
    "README.md,       docs/README.md,        true",
    "/README.md,      docs/README.md,        false",
    "internal/a.md,   x/internal/a.md,       true",
    "docs/,           x/docs/y/a.md,         true",
    "docs,            docs/a.md,             false",
    "/docs/*.md,      docs/a.md,             true",
    "/docs/**/a.md,   docs/x/y/a.md,         true",
  })
  void gitlabPattern_bindsToTheRootOnlyByASlashInFront(
      String pattern, String path, boolean matches) {
    assertThat(matches(pattern, Dialect.GITLAB, path)).isEqualTo(matches);
  }

  @Test
  void characterBehindABackslash_isItself() {
    assertThat(matches("/a\\ b\\*.md", Dialect.GITHUB, "a b*.md")).isTrue();
    assertThat(matches("/a\\ b\\*.md", Dialect.GITHUB, "a bc.md")).isFalse();
    assertThat(matches("/a\\", Dialect.GITHUB, "a\\")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "//", "a//b", "/a//", "a\u0000b", "a\u0001b"})
  void patternOfNoPath_isNone(String pattern) {
    assertThat(Glob.of(pattern, Dialect.GITHUB)).isEmpty();
    assertThat(Glob.of("a".repeat(Glob.CHARS_MAX + 1), Dialect.GITHUB)).isEmpty();
  }

  @Test
  void patternOfStars_isMatchedInBoundedTime() {
    String stars = "*a".repeat(Glob.CHARS_MAX / 2 - 2) + "b";
    String folders = "**/".repeat(Glob.CHARS_MAX / 3 - 1) + "b";

    assertThat(matches(stars, Dialect.GITHUB, "a".repeat(1_000))).isFalse();
    assertThat(matches(folders, Dialect.GITHUB, "a/".repeat(500) + "c")).isFalse();
    assertThat(matches(folders, Dialect.GITHUB, "a/".repeat(500) + "b")).isTrue();
  }

  @Test
  void pathThatIsTooLong_matchesNothing() {
    assertThat(matches("*", Dialect.GITHUB, "a/".repeat(1_000) + "b")).isFalse();
  }

  private static boolean matches(String pattern, Dialect dialect, String path) {
    return Glob.of(pattern, dialect).orElseThrow().matches(Glob.names(path));
  }
}
