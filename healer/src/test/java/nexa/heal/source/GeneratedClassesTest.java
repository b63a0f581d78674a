package nexa.heal.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GeneratedClassesTest {

  @TempDir
  private Path folder;
  private Path repository;

  @BeforeEach
  void commit() {
    repository = folder.resolve("shop");
    new GitFolder(repository)
        .write("pom.xml", GitFolder.POM)
        .write("src/main/java/com/example/Cart.java",
            "package com.example; class Cart { String version = Version.NOW; }")
        .commit();
  }

  @Test
  void classesThatOnlyTheBuildMakes_areOneMoreLibrary() throws IOException {
    compile(
        repository.resolve("target/classes"),
        "Version", "interface Version { String NOW = String.valueOf(new Parts().n); }",
        "Parts", "class Parts { int n; }",
        "Cart", "class Cart {}",
        "Other", "class Other {}");

    assertThat(names(read(List.of()).classpath().getLast()))
        .containsExactly("com/example/Parts.class", "com/example/Version.class");
  }

  @Test
  void theyMayLieElsewhere() throws IOException {
    Path elsewhere = folder.resolve("elsewhere");
    compile(elsewhere, "Version", "interface Version { String NOW = \"1\"; }");

    Project project = read(List.of(elsewhere));

    assertThat(names(project.classpath().getLast())).containsExactly("com/example/Version.class");
    assertThat(read(List.of()).classpath()).isEqualTo(
        project.classpath().subList(0, project.classpath().size() - 1));
  }

  private Project read(List<Path> built) {
    return new GeneratedClasses(new GitProjects(), built, folder.resolve("libraries"))
        .read(repository, "main");
  }

  private static void compile(Path classes, String... sources) throws IOException {
    Path source = Files.createDirectories(classes.resolveSibling("generated/com/example"));
    String[] arguments = new String[2 + sources.length / 2];
    arguments[0] = "-d";
    arguments[1] = classes.toString();
    for (int i = 0; i < sources.length; i += 2) {
      arguments[2 + i / 2] =
          Files.writeString(
              source.resolve(sources[i] + ".java"), "package com.example; " + sources[i + 1])
              .toString();
    }
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments)).isZero();
  }

  private static List<String> names(Path library) throws IOException {
    try (ZipFile zip = new ZipFile(library.toFile())) {
      return zip.stream().<String>map(ZipEntry::getName).toList();
    }
  }
}
