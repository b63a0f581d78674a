package nexa.bench.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;

/** A fixture as a project in a git repository of its own. */
final class FixtureTree {

  private static final PersonIdent AUTHOR = new PersonIdent("Fixture", "fixture@example.org");
  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>fixture</groupId>
        <artifactId>%s</artifactId>
        <version>1</version>
        <properties>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
          %s
        </properties>
        <dependencies>
          <dependency>
            <groupId>%s</groupId>
            <artifactId>%s</artifactId>
            <version>%s</version>
            <scope>test</scope>
          </dependency>
        </dependencies>
      </project>
      """;

  private FixtureTree() {}

  /** Makes the repository; gives the commit with the bug. */
  static String create(Fixture fixture, Path tree) throws IOException, GitAPIException {
    Files.createDirectories(tree);
    Files.writeString(tree.resolve("pom.xml"), pom(fixture));
    copy(fixture.sources(), tree.resolve("src"));
    try (Git git = Git.init().setDirectory(tree.toFile()).setInitialBranch("main").call()) {
      if (fixture.regression().isEmpty()) {
        return commit(git, "Add the first version");
      }
      fix(git, fixture);
      commit(git, "Add the first version");
      copy(fixture.sources(), tree.resolve("src"));
      return commit(git, fixture.regression());
    }
  }

  /** Applies the fix of a person to the files of a tree. */
  static void fix(Fixture fixture, Path tree) throws IOException, GitAPIException {
    try (Git git = Git.open(tree.toFile())) {
      fix(git, fixture);
    }
  }

  private static void fix(Git git, Fixture fixture) throws IOException, GitAPIException {
    try (InputStream patch = Files.newInputStream(fixture.fix())) {
      git.apply().setPatch(patch).call();
    }
  }

  private static String commit(Git git, String subject) throws GitAPIException {
    git.add().addFilepattern(".").call();
    return git.commit().setMessage(subject + "\n").setAuthor(AUTHOR).setCommitter(AUTHOR)
        .setSign(false).call().name();
  }

  private static String pom(Fixture fixture) {
    String release =
        fixture.release() == 8
            ? "<maven.compiler.source>1.8</maven.compiler.source>\n"
                + "    <maven.compiler.target>1.8</maven.compiler.target>"
            : "<maven.compiler.release>" + fixture.release() + "</maven.compiler.release>";
    List<String> junit =
        fixture.junit() == 4
            ? List.of("junit", "junit", "4.13.2")
            : List.of(
                "org.junit.jupiter", "junit-jupiter",
                fixture.release() < 17 ? "5.14.4" : "6.1.3");
    return POM.formatted(
        fixture.folder().getFileName(), release, junit.get(0), junit.get(1), junit.get(2));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.write(target, Files.readAllBytes(file));
      }
    }
  }
}
