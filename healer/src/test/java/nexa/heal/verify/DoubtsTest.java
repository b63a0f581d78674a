package nexa.heal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import nexa.event.Frame;
import nexa.event.Snapshot;
import nexa.event.StackTrace;
import nexa.issue.Diagnosis;
import nexa.issue.Issue;
import nexa.issue.Location;
import nexa.issue.Reproduction;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Recipe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What speaks against a patch that throws another exception. */
final class DoubtsTest {

  private static final String REFUSAL = "java.lang.IllegalArgumentException";
  private static final Frame OWN = new Frame("shop.Cart", "total", "Cart.java", 5);
  private static final Frame JDK = new Frame("java.util.UUID", "fromString", "UUID.java", 200);
  private static final Patch TRANSLATION =
      patch("try { ${statement} } catch (IllegalArgumentException e) { throw new shop.Bad(e); }");

  @Test
  void refusalOfTheProjectsOwnCheck_isNotRenamed() {
    assertThat(doubt(crash(REFUSAL, null, OWN), Reproduction.From.SNAPSHOT, TRANSLATION))
        .contains("the project's own check");
    assertThat(doubt(crash(REFUSAL, null, JDK), Reproduction.From.SNAPSHOT, TRANSLATION)).isEmpty();
  }

  @Test
  void refusalOfASearchedInput_isDoubtedWhereTheServiceHadAnother() {
    Patch refusal = patch("if (n < 0) { throw new shop.Bad(); }");
    String type = "java.lang.NegativeArraySizeException";
    Snapshot captured = new Snapshot(List.of());

    assertThat(doubt(crash(type, captured, OWN), Reproduction.From.SEARCH, refusal))
        .contains("searched");
    assertThat(doubt(crash(type, null, OWN), Reproduction.From.SEARCH, refusal)).isEmpty();
    assertThat(doubt(crash(type, captured, OWN), Reproduction.From.SNAPSHOT, refusal)).isEmpty();
  }

  @Test
  void indexMovedForEveryInput_isMoreThanAGuess() {
    String type = "java.lang.StringIndexOutOfBoundsException";
    Patch moved = Shop.replacing("count;", "count - 1;", Patch.GUESS);

    assertThat(doubt(crash(type, null, OWN), Reproduction.From.SNAPSHOT, by("off-by-one", moved)))
        .contains("beside the one at hand");
    assertThat(doubt(crash(type, null, OWN), Reproduction.From.SNAPSHOT, by("other", moved)))
        .isEqualTo(Doubts.GUESSED);
  }

  private static Patch by(String operator, Patch patch) {
    return new Patch(
        patch.id(), patch.edits(), patch.recipe(), new Origin.Operator(operator),
        patch.rationale(), patch.risks());
  }

  private static String doubt(Diagnosis diagnosis, Reproduction.From from, Patch patch) {
    Reproduction test = Shop.REPRODUCTION;
    Reproduction reproduction =
        new Reproduction(
            test.file(), test.source(), test.testId(), test.frameIndex(), test.redRuns(), from,
            test.failure());
    return new Doubts(
        diagnosis, reproduction,
        new ParsedTree(Shop.project(Shop.sources(), List.of()).tree()))
        .of(patch, Optional.empty(), false);
  }

  private static Patch patch(String template) {
    Patch patch = Shop.replacing("count;", "count + 0;");
    return new Patch(
        patch.id(), patch.edits(), new Recipe(Recipe.Shape.REPLACE_STATEMENT, template),
        patch.origin(), patch.rationale(), patch.risks());
  }

  /** A crash in the cart's method, called by itself, with a first frame of its own or of the JDK. */
  private static Diagnosis crash(String type, @Nullable Snapshot snapshot, Frame first) {
    Diagnosis shop = Shop.diagnosis();
    Issue issue = shop.issue();
    List<Frame> frames = first.equals(OWN) ? List.of(OWN, OWN) : List.of(first, OWN, OWN);
    Location place = shop.locations().getFirst();
    return new Diagnosis(
        new Issue(
            issue.id(), issue.service(), issue.fingerprint(), issue.title(), type, OWN,
            issue.status(), 1, issue.firstSeen(), issue.lastSeen(), issue.inputs(), "one trace",
            null, new StackTrace(type, null, frames, null, List.of()), List.of(OWN, OWN),
            snapshot),
        shop.commit(), List.of(place, place));
  }
}
