package nexa.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fixture holds what it claims: it crashes, its own tests pass, and only its fix is right. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FixturesTest {

  private static final Path ROOT = Path.of("src/fixtures");
  private static final Set<String> TESTS =
      Set.of("org.junit.Test", "org.junit.jupiter.api.Test");

  private static final List<Path> JUNIT =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(Path::of)
          .filter(jar -> jar.toString().matches(".*(junit|apiguardian|opentest4j|hamcrest).*jar"))
          .toList();

  @TempDir
  private Path folder;

  static List<Fixture> all() throws IOException {
    return Fixture.in(ROOT);
  }

  static List<Fixture> healable() throws IOException {
    return all().stream().filter(Fixture::healable).toList();
  }

  @Test
  void fixtures_areManyOfEveryKind() throws IOException {
    assertThat(healable()).hasSizeGreaterThan(60);
    assertThat(all().stream().filter(fixture -> !fixture.healable())).hasSizeGreaterThan(5);
    assertThat(all().stream().map(Fixture::release).distinct()).contains(8, 11, 17, 21, 25);
  }

  @ParameterizedTest
  @MethodSource("all")
  void buggyCode_passesItsOwnTestsAndCrashes(Fixture fixture) throws Exception {
    Path tree = folder.resolve("tree");
    FixtureTree.create(fixture, tree);

    Path classes = compiled(fixture, tree);

    assertThat(failures(fixture, classes)).isEmpty();
    if (fixture.options().isEmpty()) { // otherwise it crashes in a JVM of its own only
      Throwable crash = HiddenChecks.failure("Driver", classes).orElseThrow();
      assertThat(frames(crash)).anyMatch(frame -> isIn(tree, frame));
    }
    if (fixture.healable()) {
      assertThat(HiddenChecks.failure("HiddenChecks", classes)).isPresent();
    }
  }

  @ParameterizedTest
  @MethodSource("healable")
  void fixOfAPerson_isRight(Fixture fixture) throws Exception {
    Path tree = folder.resolve("tree");
    FixtureTree.create(fixture, tree);
    FixtureTree.fix(fixture, tree);

    Path classes = compiled(fixture, tree);

    assertThat(HiddenChecks.failure("HiddenChecks", classes)).isEmpty();
    assertThat(failures(fixture, classes)).isEmpty();
    assertThat(HiddenChecks.failure("Driver", classes)).isEmpty();
    try (URLClassLoader loader = loader(classes)) {
      assertThat(fixture.methods()).isNotEmpty().allMatch(method -> isThere(loader, method));
    }
  }

  /** Everything of a fixture in one folder. */
  private Path compiled(Fixture fixture, Path tree) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Path root : List.of(tree, fixture.driver(), fixture.hidden())) {
      sources.addAll(SourceCode.in(root));
    }
    sources.add(fixture.check());
    Path classes = folder.resolve("classes");
    SourceCode.compile(sources, JUNIT, classes, fixture.release());
    SourceCode.copyResources(tree, classes);
    return classes;
  }

  /** The failures of a fixture's own tests, which use nothing but the annotation. */
  private static List<Throwable> failures(Fixture fixture, Path classes) throws Exception {
    List<Throwable> failures = new ArrayList<>();
    int ran = 0;
    Path sources = fixture.sources().resolve("test/java");
    try (URLClassLoader loader = loader(classes)) {
      for (Path source : SourceCode.in(sources)) {
        String name = sources.relativize(source).toString().replace('/', '.');
        Class<?> type = loader.loadClass(name.substring(0, name.length() - ".java".length()));
        for (Method method : type.getDeclaredMethods()) {
          if (Arrays.stream(method.getAnnotations()).anyMatch(FixturesTest::isTest)) {
            ran++;
            failure(type, method).ifPresent(failures::add);
          }
        }
      }
    }
    assertThat(ran).isPositive();
    return failures;
  }

  private static URLClassLoader loader(Path classes) throws IOException {
    return new URLClassLoader(
        new URL[] {classes.toUri().toURL()}, FixturesTest.class.getClassLoader());
  }

  private static boolean isTest(Annotation annotation) {
    return TESTS.contains(annotation.annotationType().getName());
  }

  private static Optional<Throwable> failure(Class<?> type, Method test)
      throws ReflectiveOperationException {
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    test.setAccessible(true);
    try {
      test.invoke(constructor.newInstance());
      return Optional.empty();
    } catch (InvocationTargetException e) {
      return Optional.of(e.getTargetException());
    }
  }

  private static List<String> frames(Throwable crash) {
    return Stream.iterate(crash, cause -> cause != null, Throwable::getCause)
        .flatMap(cause -> Arrays.stream(cause.getStackTrace()))
        .map(frame -> frame.getClassName().replaceAll("\\$.*", ""))
        .collect(Collectors.toList());
  }

  private static boolean isIn(Path tree, String className) {
    return Files.exists(
        tree.resolve("src/main/java").resolve(className.replace('.', '/') + ".java"));
  }

  private static boolean isThere(URLClassLoader loader, String method) {
    String name = method.substring(method.indexOf('#') + 1);
    try {
      Class<?> type = loader.loadClass(method.substring(0, method.indexOf('#')));
      return name.equals("<init>")
          || Arrays.stream(type.getDeclaredMethods()).anyMatch(it -> it.getName().equals(name));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
