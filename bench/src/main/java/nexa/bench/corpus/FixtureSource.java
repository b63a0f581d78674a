package nexa.bench.corpus;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.api.errors.GitAPIException;

/** Makes a bug to heal of a fixture: repository, driver and checks, each in a place of its own. */
final class FixtureSource implements Attempts.Source {

  private final Fixture fixture;

  FixtureSource(Fixture fixture) {
    this.fixture = fixture;
  }

  @Override
  public String id() {
    return fixture.id();
  }

  @Override
  public Bug bug(Path folder) throws IOException {
    Path tree = folder.resolve("repository");
    String commit;
    try {
      commit = FixtureTree.create(fixture, tree);
    } catch (GitAPIException e) {
      throw new IOException("Cannot make the repository " + tree, e);
    }
    Path main = folder.resolve("classes");
    Path driver = folder.resolve("driver");
    SourceCode.compileMain(tree, main, fixture.release());
    SourceCode.compile(SourceCode.in(fixture.driver()), List.of(main), driver, fixture.release());
    String java = quoted(Path.of(System.getProperty("java.home"), "bin", "java"));
    return new Bug(
        fixture.id(),
        folder,
        tree,
        commit,
        java + " " + fixture.options() + " Driver",
        driver + File.pathSeparator + main,
        fixture.healable()
            ? java + " -cp " + quoted(own()) + " " + HiddenChecks.class.getName() + " "
                + fixture.release() + " " + quoted(fixture.hidden()) + " "
                + quoted(fixture.check())
            : "",
        fixture.methods(),
        fixture.healable());
  }

  private static Path own() {
    try {
      return Path.of(
          HiddenChecks.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String quoted(Path path) {
    return "'" + path + "'";
  }
}
