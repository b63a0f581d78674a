package nexa.heal.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.heal.locate.SourceLocator;
import nexa.heal.source.GitFolder;
import nexa.heal.source.GitProjects;
import nexa.heal.source.Workspace;
import nexa.issue.Diagnosis;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import nexa.issue.Reproduction;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.repair.Locator;
import nexa.repair.Reproducer.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Crashes of which nothing but the stack trace is known, searched for in a JVM of their own. */
final class SearchReproducerTest {

  private static final String AMOUNTS =
      """
      package com.example;

      public class Amounts {
        public static int cents(String text) {
          int point = text.indexOf('.');
          return Integer.parseInt(text.substring(0, point)) * 100;
        }
      }
      """;
  private static final String ROUTE =
      """
      package com.example;

      import java.util.ArrayList;
      import java.util.List;

      public class Route {
        private final List<String> stops = new ArrayList<>();
        private boolean closed;

        public void add(String stop) {
          stops.add(stop);
        }

        public void close() {
          closed = true;
        }

        public String last() {
          if (!closed) {
            return "";
          }
          return stops.get(stops.size() - 1).trim();
        }
      }
      """;

  @TempDir
  private Path folder;

  @Test
  void argumentsThatFail_areFound() {
    Reproduction red =
        found("Amounts", AMOUNTS, "java.lang.StringIndexOutOfBoundsException", "cents", 6, null);

    assertThat(red.from()).isEqualTo(Reproduction.From.SEARCH);
    assertThat(red.redRuns()).isEqualTo(2);
    assertThat(red.source()).contains("Amounts.cents(\"", "found by a search with seed 1");
  }

  @Test
  void callsThatMustComeBefore_areFound() {
    Reproduction red =
        found("Route", ROUTE, "java.lang.NullPointerException", "last", 22, null);

    assertThat(red.source()).contains("route.close();", "route.add((String) null);");
  }

  @Test
  void whatTheMessageShows_isTried() {
    Reproduction red =
        found("Amounts", AMOUNTS, "java.lang.NumberFormatException", "cents", 6,
            "For input string: \"12,5\"");

    assertThat(red.source()).contains("Amounts.cents(");
  }

  @Test
  void nothingThatFails_saysWhatWasTried() {
    Answer answer =
        search("Amounts", AMOUNTS, "java.lang.ArithmeticException", "cents", 6, null,
            Duration.ofSeconds(1));

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.NotRed.class,
            not -> assertThat(not.reason()).contains("calls of Amounts.cents", "seed 1"));
  }

  private Reproduction found(
      String className, String source, String exception, String method, int line,
      @Nullable String message) {
    Answer answer =
        search(className, source, exception, method, line, message, Duration.ofMinutes(2));
    assertThat(answer).isInstanceOf(Answer.Red.class);
    return ((Answer.Red) answer).reproduction();
  }

  private Answer search(
      String className, String source, String exception, String method, int line,
      @Nullable String message, Duration budget) {
    new GitFolder(folder.resolve("shop"))
        .write("pom.xml", GitFolder.POM)
        .write("src/main/java/com/example/" + className + ".java", source)
        .commit();
    Service shop =
        new Service("shop", folder.resolve("shop"), "main", List.of(), TrustLevel.PROPOSE,
            List.of());
    Workspace workspace = Workspace.of(new GitProjects(), name -> Optional.of(shop));
    Frame top = new Frame("com.example." + className, method, className + ".java", line);
    Issue issue =
        new Issue(
            "SHOP-1", "shop", new Fingerprint("0"), "t", exception, top, Issue.Status.OPEN, 1,
            Instant.EPOCH, Instant.EPOCH, Set.of(), "", null,
            new StackTrace(exception, message, List.of(top), null, List.of()), List.of(top), null);
    Diagnosis diagnosis =
        ((Locator.Answer.Found) new SourceLocator(workspace).locate(issue)).diagnosis();
    return new SearchReproducer(
        workspace, new JvmSandbox(folder.resolve("out")), InstantSource.system(), budget,
        SearchReproducer.SEED)
        .reproduce(diagnosis);
  }
}
