package nexa.heal.triage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.heal.source.JavaModel;
import nexa.issue.Diagnosis;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import nexa.issue.Location;
import nexa.memory.Case;
import nexa.memory.Match;
import nexa.patch.Recipe;
import nexa.repair.Triage;
import nexa.repair.Triage.Answer;
import org.junit.jupiter.api.Test;

final class CauseTriageTest {

  private static final String FILE = "src/main/java/p/A.java";
  private static final String SOURCE =
      """
      package p;
      class A {
        /**
         * Takes a share.
         * @throws IllegalArgumentException if the share is negative
         */
        int share(int part) {
          if (part < 0) {
            throw new IllegalArgumentException("negative");
          }
          return part;
        }
        int half(int part) {
          return share(part / 2);
        }
        int plain(int part) {
          if (part < 0) throw new IllegalArgumentException("negative");
          return part;
        }
        static void check(boolean right) {
          if (!right) {
            throw new IllegalArgumentException();
          }
        }
        /** @throws IllegalArgumentException if it is empty */
        int checked(String text) {
          check(!text.isEmpty());
          return text.charAt(0);
        }
      }
      """;
  private static final String ILLEGAL = "java.lang.IllegalArgumentException";
  private static final Frame SHARE = new Frame("p.A", "share", "A.java", 9);

  @Test
  void documentedRefusalOfAnOutsider_isTheCallersFault() {
    assertThat(judge(ILLEGAL, "negative", SHARE))
        .isInstanceOfSatisfying(
            Answer.NotCode.class,
            not -> {
              assertThat(not.cause()).isEqualTo(Triage.Cause.CALLER);
              assertThat(not.reason())
                  .contains("share at " + FILE + ":9", "if the share is negative");
            });
  }

  @Test
  void checkingMethod_isLookedThrough() {
    assertThat(
        judge(ILLEGAL, "", new Frame("p.A", "check", "A.java", 22),
            new Frame("p.A", "checked", "A.java", 27)))
        .isInstanceOf(Answer.NotCode.class);
  }

  @Test
  void refusalOfTheProjectsOwnCall_isCode() {
    assertThat(judge(ILLEGAL, "negative", SHARE, new Frame("p.A", "half", "A.java", 14)))
        .isInstanceOf(Answer.Code.class);
  }

  @Test
  void undocumentedRefusal_isCode() {
    assertThat(judge(ILLEGAL, "negative", new Frame("p.A", "plain", "A.java", 17)))
        .isInstanceOf(Answer.Code.class);
  }

  @Test
  void rememberedFix_speaksForTheCode() {
    Case past =
        new Case("c", "s", "f", ILLEGAL, "", new Recipe(Recipe.Shape.REPLACE_CONDITION, "x"), "o",
            Case.Outcome.APPROVED, "", Instant.EPOCH);

    assertThat(triage().judge(diagnosis(ILLEGAL, "negative", SHARE), List.of(new Match(past, 0.9))))
        .isInstanceOf(Answer.Code.class);
  }

  @Test
  void surroundings_areNotCode() {
    assertCause(Triage.Cause.DOWNSTREAM, "java.net.ConnectException", "Connection refused");
    assertCause(Triage.Cause.DOWNSTREAM, "redis.clients.jedis.JedisConnectionException", "no");
    assertCause(Triage.Cause.CONFIGURATION, "java.util.MissingResourceException", "no bundle");
    assertCause(Triage.Cause.CAPACITY, "java.lang.OutOfMemoryError", "Java heap space");
    assertCause(Triage.Cause.CAPACITY, "java.io.IOException", "No space left on device");
  }

  @Test
  void crashes_areCode() {
    for (String type : List.of("NullPointerException", "StackOverflowError",
        "ClassCastException")) {
      assertThat(judge("java.lang." + type, "", new Frame("p.A", "share", "A.java", 11)))
          .isInstanceOf(Answer.Code.class);
    }
  }

  private static void assertCause(Triage.Cause cause, String type, String message) {
    assertThat(judge(type, message, new Frame("p.A", "share", "A.java", 11)))
        .isInstanceOfSatisfying(
            Answer.NotCode.class,
            not -> {
              assertThat(not.cause()).isEqualTo(cause);
              assertThat(not.reason()).contains(type + ": " + message);
            });
  }

  private static Answer judge(String type, String message, Frame... frames) {
    return triage().judge(diagnosis(type, message, frames), List.of());
  }

  private static CauseTriage triage() {
    JavaModel model = JavaModel.of(Map.of(FILE, SOURCE), List.of(), 17);
    return new CauseTriage(diagnosis -> model);
  }

  private static Diagnosis diagnosis(String type, String message, Frame... frames) {
    StackTrace trace = new StackTrace(type, message, List.of(frames), null, List.of());
    Issue issue =
        new Issue("A-1", "a", new Fingerprint("f"), type, type, frames[0], Issue.Status.OPEN, 1,
            Instant.EPOCH, Instant.EPOCH, Set.of("logs"), "one trace", null, trace,
            List.of(frames), null);
    List<Location> locations = new ArrayList<>();
    for (Frame frame : frames) {
      locations.add(
          new Location(FILE, frame.className(), frame.method(), frame.line(), locations.size()));
    }
    return new Diagnosis(issue, "c0ffee", locations);
  }
}
