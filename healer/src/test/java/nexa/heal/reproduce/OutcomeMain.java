package nexa.heal.reproduce;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes and writes three lines a test: id, status, failure. */
final class OutcomeMain {

  private OutcomeMain() {}

  public static void main(String[] args) throws IOException {
    List<String> lines = new ArrayList<>();
    TestExecutionListener listener =
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.getSource().orElse(null) instanceof MethodSource method) {
              lines.add(method.getClassName() + "#" + method.getMethodName());
              lines.add(result.getThrowable().isPresent() ? "FAILED" : "PASSED");
              lines.add(result.getThrowable().map(OutcomeMain::trace).orElse(""));
            }
          }
        };
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(
                    Stream.of(args).skip(1).map(DiscoverySelectors::selectClass).toList())
                .build(),
            listener);
    Files.write(Path.of(args[0]), lines);
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().replace("\n", "\u0001");
  }
}
