package nexa.heal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tells one build of the JDK from another. */
final class HostJdkTest {

  @TempDir
  private Path folder;

  @Test
  void digest_isTheSameInAnotherFolder_andOfAnotherBuildAnother() throws IOException {
    Path one = jdk("one", "modules of 25");
    Path same = jdk("same", "modules of 25");
    Files.writeString(same.resolve("lib/server/classes.jsa"), "written by this machine");
    Path other = jdk("other", "modules of 25.0.1");

    assertThat(HostJdk.identity(one, "25")).isEqualTo(HostJdk.identity(same, "25"))
        .startsWith("25, sha256:");
    assertThat(HostJdk.identity(other, "25")).isNotEqualTo(HostJdk.identity(one, "25"));
  }

  @Test
  void missingPart_isPartOfTheDigest() throws IOException {
    Path one = jdk("one", "modules");
    String whole = HostJdk.identity(one, "25");
    Files.delete(one.resolve("release"));

    assertThat(HostJdk.identity(one, "25")).isNotEqualTo(whole);
  }

  @Test
  void ownJdk_hasVersionAndDigest() {
    assertThat(HostJdk.identity())
        .startsWith(Runtime.version().toString())
        .contains(", sha256:")
        .isSameAs(HostJdk.identity());
  }

  private Path jdk(String name, String modules) throws IOException {
    Path home = folder.resolve(name);
    Files.createDirectories(home.resolve("lib/server"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25\"\n");
    Files.writeString(home.resolve("lib/modules"), modules);
    Files.writeString(home.resolve("lib/server/libjvm.so"), "code");
    return home;
  }
}
