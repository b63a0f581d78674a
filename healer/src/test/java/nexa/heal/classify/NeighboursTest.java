package nexa.heal.classify;

import static nexa.heal.classify.Events.thrown;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nexa.event.Event;
import nexa.heal.classify.Neighbours.Known;
import nexa.heal.recall.Embedder;
import nexa.issue.Category;
import org.junit.jupiter.api.Test;

final class NeighboursTest {

  private static final List<Known> KNOWN =
      List.of(
          new Known("disk is full", Category.CAPACITY),
          new Known("disk is almost full", Category.CAPACITY),
          new Known("host is not known", Category.DOWNSTREAM),
          new Known("nothing to say", Category.OTHER));

  private final Neighbours neighbours = new Neighbours(new Words());

  @Test
  void nearTexts_giveTheirCategory() {
    assertThat(neighbours.vote("disk is too full", KNOWN))
        .get()
        .extracting(Clue::category)
        .isEqualTo(Category.CAPACITY);
  }

  @Test
  void farText_getsNoVote() {
    assertThat(neighbours.vote("purple giraffe", KNOWN)).isEmpty();
  }

  @Test
  void textNearToNothingInParticular_getsNoVote() {
    assertThat(neighbours.vote("nothing to say", KNOWN)).isEmpty();
  }

  @Test
  void twoMinds_giveNoVote() {
    List<Known> divided =
        List.of(
            new Known("late answer", Category.TIMEOUT),
            new Known("late answer", Category.DOWNSTREAM),
            new Known("late answer", Category.CAPACITY));

    assertThat(neighbours.vote("late answer", divided)).isEmpty();
  }

  @Test
  void correction_holdsForTwinsOfItsTypeOnly() {
    Classifier classifier = new Classifier(new Words(), Corrections.inMemory(10));
    Event event =
        thrown("com.shop.FlowException", "the night run of branch north gave up",
            "com.shop.Flow.run");
    Event twin =
        thrown("com.shop.FlowException", "the night run of branch south gave up",
            "com.shop.Flow.run");
    Event other =
        thrown("com.shop.StepException", "the night run of branch south gave up",
            "com.shop.Flow.run");
    classifier.correct(event, Category.CONCURRENCY);

    assertThat(classifier.classify(twin).reason()).contains("very like it");
    assertThat(classifier.classify(other).reason()).doesNotContain("very like it");
  }

  /** A model for tests: each word of a text is one step along an axis chosen by its hash. */
  private static final class Words implements Embedder {

    @Override
    public float[] embed(String text) {
      float[] vector = new float[dimension()];
      for (String word : text.split("\\s", -1)) {
        vector[Math.floorMod(word.hashCode(), dimension())]++;
      }
      double length = Math.sqrt(Embedder.likeness(vector, vector));
      for (int i = 0; i < vector.length; i++) {
        vector[i] /= (float) length;
      }
      return vector;
    }

    @Override
    public String model() {
      return "words";
    }

    @Override
    public int dimension() {
      return 4_096;
    }
  }
}
