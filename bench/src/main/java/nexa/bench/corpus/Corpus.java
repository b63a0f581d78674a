package nexa.bench.corpus;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import nexa.bench.Options;

/** Heals all fixtures, or the bugs of a list, and prints a table. */
public final class Corpus {

  private static final String ROOT = "nexa.root";
  private static final Duration GRACE = Duration.ofSeconds(60);

  private Corpus() {}

  /**
   * @param arguments {@code list=FILE} for a list, otherwise the fixtures; {@code only=null,parse/x};
   *     {@code nexa=LAUNCHER}; {@code limit=} seconds for each; {@code at-once=}; {@code out=FILE}
   */
  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments);
    Path root = Path.of(System.getProperty(ROOT, "")).toAbsolutePath().normalize();
    Path work = Files.createTempDirectory("nexa-corpus");
    Attempts attempts =
        new Attempts(
            new Healer(
                nexa(options, root), Duration.ofSeconds(options.number("limit", 300)), GRACE),
            work);
    List<Attempt> done =
        attempts.all(
            sources(options, root), options.number("at-once", 1),
            attempt -> System.err.println(CorpusTable.row(attempt)));
    String table = LocalDate.now(ZoneOffset.UTC) + "\n\n" + CorpusTable.of(done);
    System.out.println(table);
    Path out = Path.of(options.text("out", root.resolve("bench/target/corpus.md").toString()));
    Files.createDirectories(out.toAbsolutePath().getParent());
    Files.writeString(out, table);
    System.err.println("The table is in " + out + "; what it was made of, in " + work);
  }

  private static List<? extends Attempts.Source> sources(Options options, Path root)
      throws IOException {
    List<String> only = options.list("only", "");
    String list = options.text("list", "");
    Stream<? extends Attempts.Source> all =
        list.isEmpty()
            ? Fixture.in(root.resolve("bench/src/fixtures")).stream().map(FixtureSource::new)
            : BugList.read(Path.of(list)).stream().map(Listed::new);
    return all.filter(source -> only.stream().anyMatch(name -> isNamed(source.id(), name)))
        .toList();
  }

  /** The empty name is everybody's; that of a kind stands for all of it. */
  private static boolean isNamed(String id, String name) {
    return name.isEmpty() || id.equals(name) || id.startsWith(name + "/");
  }

  private record Listed(Bug bug) implements Attempts.Source {

    @Override
    public String id() {
      return bug.id();
    }

    @Override
    public Bug bug(Path folder) {
      return bug;
    }
  }

  private static List<String> nexa(Options options, Path root) throws IOException {
    String launcher = options.text("nexa", "");
    return launcher.isEmpty() ? built(root) : List.of(launcher);
  }

  /** Nexa as it was built in this checkout, without the launcher, which would build it again. */
  static List<String> built(Path root) throws IOException {
    Path target = root.resolve("agent/target");
    List<String> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(target)) {
      files.map(Path::toString).filter(file -> file.matches(".*/agent-[0-9.]+\\.jar"))
          .forEach(jars::add);
    }
    if (jars.isEmpty() || !Files.isDirectory(target.resolve("lib"))) {
      throw new IOException("Nexa is not built; build its agent first: " + target);
    }
    jars.add(target.resolve("lib").resolve("*").toString());
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Xmx256m",
        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-D" + ROOT + "=" + root,
        "-Dlogback.configurationFile=" + root.resolve("config/logback.xml"),
        "-Dnexa.terminal.level=WARN", "-cp", String.join(File.pathSeparator, jars),
        "nexa.agent.cli.Main");
  }
}
