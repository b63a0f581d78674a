package nexa.heal.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class MeaningTest {

  @Test
  void cosine_isThatOfTheVectorsToAHundredth() {
    Random random = new Random(3);
    for (int i = 0; i < 50; i++) {
      float[] a = vector(random);
      float[] b = near(a, random);
      assertThat(Meaning.of(a).cosine(Meaning.of(b)))
          .isCloseTo(Math.max(0, cosine(a, b)), offset(0.01));
    }
  }

  @Test
  void otherLengthOrNothing_isNoLikeness() {
    Meaning two = Meaning.of(new float[] {1, 0});

    assertThat(two.cosine(Meaning.of(new float[] {1, 0, 0}))).isZero();
    assertThat(two.cosine(Meaning.of(new float[2]))).isZero();
    assertThat(two.cosine(two)).isCloseTo(1, offset(1e-9));
  }

  private static float[] vector(Random random) {
    float[] vector = new float[384];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian() / 20;
    }
    return vector;
  }

  private static float[] near(float[] vector, Random random) {
    float[] near = vector(random);
    for (int i = 0; i < near.length; i++) {
      near[i] = near[i] * 0.7f + vector[i];
    }
    return near;
  }

  private static double cosine(float[] a, float[] b) {
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
