package nexa.heal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nexa.heal.source.Projects.UnknownRevision;
import nexa.heal.source.Projects.UnreadableProject;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GitProjectsTest {

  private static final String CART = "package com.example;\nclass Cart {}\n";

  @TempDir
  private Path folder;

  @Test
  void mavenProject_hasRootsReleaseAndLaunchableClasspath() {
    String commit = shop().commit();

    Project project = new GitProjects().read(folder, "main");

    assertThat(project.tree().commit()).isEqualTo(commit);
    assertThat(project.mainRoots()).containsExactly("src/main/java");
    assertThat(project.testRoots()).containsExactly("src/test/java");
    assertThat(project.mainResources()).containsExactly("src/main/resources");
    assertThat(project.testResources()).containsExactly("src/test/resources");
    assertThat(project.release()).isEqualTo(17);
    assertThat(project.mainSources()).containsExactly(
        Map.entry("src/main/java/com/example/Cart.java", CART));
    assertThat(jars(project))
        .contains(
            "junit-jupiter-api-6.1.3.jar",
            "junit-jupiter-engine-6.1.3.jar",
            "junit-platform-launcher-6.1.3.jar");
  }

  @Test
  void oldCommit_isReadWithoutTheWorkingTree() {
    GitFolder git = shop();
    String first = git.commit();
    git.write("src/main/java/com/example/Cart.java", "changed").commit();
    git.write("src/main/java/com/example/Cart.java", "not committed");

    assertThat(
        new GitProjects().read(folder, first).tree().text("src/main/java/com/example/Cart.java"))
        .isEqualTo(CART);
  }

  @Test
  void bareRepository_isRead(@TempDir Path bare) throws GitAPIException {
    String commit = shop().commit();
    Git.cloneRepository().setBare(true).setURI(folder.toUri().toString())
        .setDirectory(bare.toFile()).call().close();

    assertThat(new GitProjects().read(bare, "main").tree().commit()).isEqualTo(commit);
  }

  @Test
  void linksAndLargeFiles_areLeftOut() throws IOException {
    GitFolder git = shop();
    git.write("large.txt", "x".repeat(GitTree.FILE_BYTES_MAX + 1));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("pom.xml"));
    git.commit();

    assertThat(new GitProjects().read(folder, "main").tree().files())
        .containsOnlyKeys("pom.xml", "src/main/java/com/example/Cart.java");
  }

  @Test
  void parentInTheSameCommit_givesFoldersAndRelease() {
    new GitFolder(folder)
        .write("build/pom.xml", """
            <project>
              <modelVersion>4.0.0</modelVersion>
              <groupId>com.example</groupId><artifactId>parent</artifactId><version>1</version>
              <packaging>pom</packaging>
              <build>
                <sourceDirectory>${project.basedir}/java</sourceDirectory>
                <testSourceDirectory>tests</testSourceDirectory>
                <pluginManagement><plugins><plugin>
                  <artifactId>maven-compiler-plugin</artifactId>
                  <configuration><source>1.5</source></configuration>
                </plugin></plugins></pluginManagement>
              </build>
            </project>
            """)
        .write("pom.xml", """
            <project>
              <modelVersion>4.0.0</modelVersion>
              <parent>
                <groupId>com.example</groupId><artifactId>parent</artifactId><version>1</version>
                <relativePath>build</relativePath>
              </parent>
              <artifactId>shop</artifactId>
            </project>
            """)
        .commit();

    Project project = new GitProjects().read(folder, "main");

    assertThat(project.mainRoots()).containsExactly("java");
    assertThat(project.testRoots()).containsExactly("tests");
    assertThat(project.release()).isEqualTo(8);
  }

  @Test
  void projectWithJUnit4Only_getsTheVintageEngine() {
    shop().write("pom.xml", pom("junit", "junit", "4.11")).commit();

    assertThat(jars(new GitProjects().read(folder, "main")))
        .contains("junit-4.13.2.jar", "hamcrest-core-1.3.jar", "junit-vintage-engine-5.14.4.jar",
            "junit-jupiter-engine-5.14.4.jar", "junit-platform-launcher-1.14.4.jar");
  }

  @Test
  void projectWithJupiterApiOnly_getsTheMatchingEngineAndLauncher() {
    shop().write("pom.xml", pom("org.junit.jupiter", "junit-jupiter-api", "5.14.1")).commit();

    assertThat(jars(new GitProjects().read(folder, "main")))
        .contains("junit-jupiter-engine-5.14.1.jar", "junit-platform-launcher-1.14.1.jar");
  }

  @Test
  void unresolvableLibrary_saysWhichAndWhatToDo(@TempDir Path empty) {
    String pom = pom("com.example.nowhere", "gone", "1").replace("<scope>test</scope>", "");
    shop().write("pom.xml", pom).commit();

    assertThatThrownBy(
        () -> new GitProjects(new MavenRepository(empty, false)).read(folder, "main"))
        .isInstanceOf(UnreadableProject.class)
        .hasMessageContaining("com.example.nowhere:gone")
        .hasMessageContaining("Build it once with Maven on this host");
  }

  @Test
  void snapshotThatIsGone_isTakenAsItsRelease() {
    String pom =
        pom("org.junit.jupiter", "junit-jupiter", "6.1.3-SNAPSHOT")
            .replace("<groupId>com.example</groupId>", """
                <parent>
                  <groupId>org.junit</groupId><artifactId>junit-bom</artifactId>
                  <version>6.1.3-SNAPSHOT</version>
                </parent>
                """);
    shop().write("pom.xml", pom).commit();

    assertThat(jars(new GitProjects().read(folder, "main")))
        .contains("junit-jupiter-api-6.1.3.jar");
  }

  @Test
  void libraryThatOnlyTestsNeed_mayBeAbsent() {
    shop().write("pom.xml", GitFolder.POM.replace("</dependencies>", """
        <dependency>
          <groupId>com.example.nowhere</groupId><artifactId>gone</artifactId><version>1</version>
          <scope>test</scope>
        </dependency>
        </dependencies>""")).commit();

    assertThat(jars(new GitProjects().read(folder, "main")))
        .contains("junit-jupiter-api-6.1.3.jar");
  }

  @Test
  void severalModules_areOneProjectOfAllSources() {
    modules().commit();

    Project project = new GitProjects().read(folder, "main");

    assertThat(project.modules()).containsExactly("", "base/", "shop/", "site/");
    assertThat(project.mainSources()).containsOnlyKeys(
        "base/src/main/java/base/Money.java", "shop/src/main/java/shop/Cart.java",
        "site/src/main/java/site/Page.java");
  }

  @Test
  void crashInAModule_takesThatModuleAndWhatItNeeds() {
    modules().commit();

    Project project = new GitProjects().read(folder, "main", List.of("shop.Cart$Line"));

    assertThat(project.mainRoots()).containsExactly("shop/src/main/java", "base/src/main/java");
    assertThat(project.testRoots()).containsExactly("shop/src/test/java");
    assertThat(jars(project)).contains("junit-4.13.2.jar").noneMatch(jar -> jar.contains("base"));
  }

  @Test
  void sourcesWithoutABuild_areFoundByTheirPackages() {
    GitFolder git =
        new GitFolder(folder)
            .write("src/java/com/example/Cart.java", CART)
            .write("src/test/com/example/CartTest.java",
                "package com.example;\nclass CartTest {}\n")
            .write("Loose.java", "class Loose {}");
    git.commit();

    Project project = new GitProjects().read(folder, "main");

    assertThat(project.mainRoots()).containsExactly("src/java");
    assertThat(project.testRoots()).containsExactly("src/test");
    assertThat(jars(project)).contains("junit-4.13.2.jar", "junit-vintage-engine-5.14.4.jar");
  }

  @Test
  void gradleScripts_nameLibrariesAndLevelInPlainText() {
    new GitFolder(folder)
        .write("src/main/java/com/example/Cart.java", CART)
        .write("build.gradle", """
            ext.versions = [hamcrest: '1.3']
            sourceCompatibility = JavaVersion.VERSION_1_8
            dependencies {
              testImplementation "junit:junit:4.13.2", "org.hamcrest:hamcrest-core:${versions.hamcrest}"
              implementation group: 'com.example.nowhere', name: 'gone', version: '1'
            }
            """)
        .commit();

    Project project = new GitProjects().read(folder, "main");

    assertThat(project.mainRoots()).containsExactly("src/main/java");
    assertThat(project.release()).isEqualTo(8);
    assertThat(jars(project)).contains("junit-4.13.2.jar", "hamcrest-core-1.3.jar");
  }

  @Test
  void fileInLatin1_keepsItsBytes() {
    byte[] latin1 = "class K\u00e4se {}".getBytes(StandardCharsets.ISO_8859_1);
    SourceTree tree = new SourceTree("c0ffee", Map.of("K.java", latin1));

    assertThat(tree.text("K.java")).isEqualTo("class K\u00e4se {}");
    assertThat(tree.bytes("K.java", tree.text("K.java"))).isEqualTo(latin1);
  }

  @Test
  void brokenPomAndNoSources_areUnreadable() {
    GitFolder git = shop();
    git.write("pom.xml", "<project>");
    assertUnreadable(git.commit(), "cannot read");

    GitFolder none = new GitFolder(folder.resolve("none")).write("README", "");
    none.commit();
    assertThatThrownBy(() -> new GitProjects().read(none.path(), "main"))
        .hasMessageContaining("no pom.xml");
  }

  @Test
  void unknownRevisionAndNoRepository_sayWhatToDo(@TempDir Path empty) {
    shop().commit();

    assertThatThrownBy(() -> new GitProjects().read(folder, "gone"))
        .isInstanceOf(UnknownRevision.class)
        .hasMessageContaining("gone");
    assertThatThrownBy(
        () -> new GitProjects().read(folder, "0123456789012345678901234567890123456789"))
        .isInstanceOf(UnknownRevision.class);
    assertThatThrownBy(() -> new GitProjects().read(empty, "main"))
        .isInstanceOf(UnreadableProject.class)
        .hasMessageContaining("no git repository");
  }

  private void assertUnreadable(String revision, String why) {
    assertThatThrownBy(() -> new GitProjects().read(folder, revision))
        .isInstanceOf(UnreadableProject.class)
        .hasMessageContaining(why);
  }

  /** A build of three modules, of which the shop needs the base. */
  private GitFolder modules() {
    String parent =
        "<parent><groupId>g</groupId><artifactId>all</artifactId><version>1</version></parent>";
    String head = "<project><modelVersion>4.0.0</modelVersion>" + parent;
    String base =
        "<dependencies><dependency><groupId>g</groupId><artifactId>base</artifactId>"
            + "<version>1</version></dependency><dependency><groupId>junit</groupId>"
            + "<artifactId>junit</artifactId><version>4.13.2</version><scope>test</scope>"
            + "</dependency></dependencies>";
    return new GitFolder(folder)
        .write("pom.xml", """
            <project>
              <modelVersion>4.0.0</modelVersion>
              <groupId>g</groupId><artifactId>all</artifactId><version>1</version>
              <packaging>pom</packaging>
              <modules><module>base</module><module>shop</module><module>site</module></modules>
            </project>
            """)
        .write("base/pom.xml", head + "<artifactId>base</artifactId></project>")
        .write("base/src/main/java/base/Money.java", "package base; public class Money {}")
        .write("shop/pom.xml", head + "<artifactId>shop</artifactId>" + base + "</project>")
        .write("shop/src/main/java/shop/Cart.java", "package shop; class Cart { base.Money m; }")
        .write("site/pom.xml", head + "<artifactId>site</artifactId></project>")
        .write("site/src/main/java/site/Page.java", "package site; class Page {}");
  }

  private GitFolder shop() {
    return new GitFolder(folder)
        .write("pom.xml", GitFolder.POM)
        .write("src/main/java/com/example/Cart.java", CART);
  }

  private static String pom(String group, String artifact, String version) {
    return GitFolder.POM
        .replace("org.junit.jupiter", group)
        .replace("junit-jupiter<", artifact + "<")
        .replace("6.1.3", version);
  }

  private static List<String> jars(Project project) {
    return project.classpath().stream().map(jar -> jar.getFileName().toString()).toList();
  }
}
