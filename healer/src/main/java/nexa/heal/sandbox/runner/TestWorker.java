package nexa.heal.sandbox.runner;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A test JVM: runs the tests it is told on standard input, once, and streams what they did. */
final class TestWorker {

  private TestWorker() {}

  public static void main(String[] arguments) throws IOException {
    OutputStream pipe = new FileOutputStream(FileDescriptor.out);
    DataInputStream in = new DataInputStream(System.in);
    byte[] secret = new byte[Wire.SECRET_BYTES];
    in.readFully(secret);
    Path testClasses = Path.of(Wire.readText(in));
    RunRequest.Selection asked = RunRequest.Selection.read(in);
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false);
    System.setIn(InputStream.nullInputStream());
    System.setOut(nowhere);
    System.setErr(nowhere);
    Messages messages = new Messages(pipe, secret);
    try {
      List<String> names =
          new ArrayList<>(asked.only().isEmpty() ? part(suite(testClasses), asked) : asked.only());
      names.addAll(asked.always());
      run(selectors(names), messages);
    } catch (Throwable t) { // whatever a test class or an engine throws is this run's result
      String text = Wire.bounded(t.toString(), Wire.FAILURE_CHARS_MAX);
      messages.write(Wire.GAVE_UP, out -> Wire.writeText(out, text));
    }
    Runtime.getRuntime().halt(0); // threads that the tests left behind do not hold the run up
  }

  private static void run(List<DiscoverySelector> selectors, Messages messages) {
    Launcher launcher = LauncherFactory.create();
    TestPlan plan =
        launcher.discover(LauncherDiscoveryRequestBuilder.request().selectors(selectors).build());
    OutcomeStream outcomes = new OutcomeStream(messages);
    launcher.execute(plan, outcomes);
    messages.write(Wire.FINISHED, out -> out.writeInt(outcomes.count()));
  }

  private static List<DiscoverySelector> selectors(List<String> names)
      throws ClassNotFoundException {
    List<DiscoverySelector> selectors = new ArrayList<>();
    for (String name : names) {
      int hash = name.indexOf('#');
      if (hash < 0) {
        selectors.add(selectClass(name));
      } else {
        selectors.addAll(methods(name.substring(0, hash), methodName(name.substring(hash + 1))));
      }
    }
    return selectors;
  }

  /** Every so many-th class, so that long and short ones of a package are spread. */
  private static List<String> part(List<String> suite, RunRequest.Selection asked) {
    return IntStream.range(0, suite.size())
        .filter(i -> i % asked.parts() == asked.part())
        .mapToObj(suite::get)
        .filter(name -> !asked.without().contains(name))
        .toList();
  }

  /** The classes a build would take for tests, by the names that Maven Surefire takes. */
  private static List<String> suite(Path testClasses) throws IOException {
    try (Stream<Path> files = Files.walk(testClasses)) {
      return files
          .map(file -> testClasses.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && file.indexOf('$') < 0)
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .filter(TestWorker::isTestName)
          .sorted()
          .toList();
    }
  }

  private static boolean isTestName(String className) {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    return simple.startsWith("Test")
        || simple.endsWith("Test")
        || simple.endsWith("Tests")
        || simple.endsWith("TestCase");
  }

  private static String methodName(String test) {
    int end = test.length();
    for (char mark : new char[] {'[', '(', '~'}) {
      int at = test.indexOf(mark);
      end = at < 0 ? end : Math.min(end, at);
    }
    return test.substring(0, end);
  }

  private static List<DiscoverySelector> methods(String className, String methodName)
      throws ClassNotFoundException {
    Class<?> type = Class.forName(className, false, TestWorker.class.getClassLoader());
    List<DiscoverySelector> selectors = new ArrayList<>();
    for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
      for (Method method : at.getDeclaredMethods()) {
        if (method.getName().equals(methodName) && !method.isSynthetic()) {
          selectors.add(selectMethod(type, method));
        }
      }
    }
    if (selectors.isEmpty()) {
      throw new IllegalArgumentException("no test " + className + "#" + methodName);
    }
    return selectors;
  }
}
