package nexa.javaagent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only a class file that was there before the JVM may be taken for the loaded one. */
final class ClassFilesTest {

  private static final String RESOURCE =
      ClassFilesTest.class.getName().replace('.', '/') + ".class";

  @TempDir
  Path folder;

  @Test
  void unchangedFile_isRead() throws Exception {
    long later = System.currentTimeMillis() + 1000;
    assertThat(ClassFiles.of(loaded(inFolder()), later)).isEqualTo(own());
    assertThat(ClassFiles.of(loaded(inJar()), later)).isEqualTo(own());
  }

  @Test
  void fileWrittenLater_isNotTaken() throws Exception {
    Class<?> type = loaded(inFolder());
    Files.setLastModifiedTime(folder.resolve(RESOURCE), FileTime.fromMillis(5_000));
    assertThat(ClassFiles.of(type, 4_000)).isNull();
    assertThat(ClassFiles.of(loaded(inJar()), System.currentTimeMillis() - 60_000)).isNull();
  }

  @Test
  void olderFileMovedInLater_isNotTaken() throws Exception {
    Class<?> type = loaded(inFolder());
    Files.setLastModifiedTime(folder.resolve(RESOURCE), FileTime.fromMillis(5_000));
    assertThat(ClassFiles.of(type, System.currentTimeMillis() - 60_000)).isNull();
  }

  private Path inFolder() throws IOException {
    Files.createDirectories(folder.resolve(RESOURCE).getParent());
    Files.write(folder.resolve(RESOURCE), own());
    return folder;
  }

  private Path inJar() throws IOException {
    Path jar = folder.resolve("with space.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(RESOURCE));
      out.write(own());
    }
    return jar;
  }

  private static Class<?> loaded(Path from) throws Exception {
    URLClassLoader loader = new URLClassLoader(new URL[] {from.toUri().toURL()}, null);
    return Class.forName(ClassFilesTest.class.getName(), false, loader);
  }

  private static byte[] own() throws IOException {
    try (InputStream in = ClassFilesTest.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      return in.readAllBytes();
    }
  }
}
