package nexa.heal.group;

import static nexa.heal.group.Crashes.ILLEGAL;
import static nexa.heal.group.Crashes.NPE;
import static nexa.heal.group.Crashes.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

final class SimilarityTest {

  private static final Similarity EVEN = new Similarity(method -> 1);

  @Test
  void sameCrash_isAlikeInAll() {
    CrashShape crash = shape(NPE, "no price", "shop.Price.of", "shop.Cart.total");

    assertThat(EVEN.of(crash, crash)).isEqualTo(new Features(1, 1, 1, 1, 1, Double.NaN, 2));
  }

  @Test
  void otherCrash_isAlikeInNothing() {
    Features features =
        EVEN.of(
            shape(NPE, "no price", "shop.Price.of"), shape(ILLEGAL, "closed", "shop.Mail.send"));

    assertThat(features).isEqualTo(new Features(0, 0, 0, 0, 0, Double.NaN, 0));
  }

  @Test
  void innerMethods_countMore() {
    CrashShape crash = shape(NPE, null, "shop.A.one", "shop.B.two", "shop.C.three");

    assertThat(order(crash, shape(NPE, null, "shop.A.one", "shop.B.two", "shop.Q.x")))
        .isGreaterThan(order(crash, shape(NPE, null, "shop.Q.x", "shop.B.two", "shop.C.three")));
  }

  @Test
  void rareMethods_countMore() {
    Similarity similarity = new Similarity(method -> method.endsWith("rare") ? 5 : 1);
    CrashShape crash = shape(NPE, null, "shop.A.rare", "shop.B.often");
    Features rare = similarity.of(crash, shape(NPE, null, "shop.A.rare", "shop.Q.x"));
    Features often = similarity.of(crash, shape(NPE, null, "shop.Q.x", "shop.B.often"));

    assertThat(rare.methods()).isGreaterThan(often.methods() + 0.5);
    assertThat(rare.order()).isGreaterThan(often.order() + 0.5);
  }

  @Test
  void movedMethods_countLess() {
    CrashShape crash = shape(NPE, null, "shop.A.one", "shop.B.two");
    CrashShape deeper = shape(NPE, null, "shop.Q.x", "shop.R.y", "shop.A.one", "shop.B.two");

    assertThat(order(crash, deeper)).isBetween(0.5, 0.8);
  }

  @Test
  void renamedMethod_isNearlyTheSame() {
    Features features =
        EVEN.of(
            shape(NPE, null, "shop.Cart.totalPriceOfItems", "shop.Till.pay"),
            shape(NPE, null, "shop.Cart.totalPriceOfLines", "shop.Till.pay"));

    assertThat(features.crashMethod()).isCloseTo(0.64, offset(0.01));
    assertThat(features.order()).isGreaterThan(0.7);
    assertThat(features.shared()).isEqualTo(1);
  }

  @Test
  void noMessageInEither_isNoEvidence() {
    assertThat(EVEN.of(shape(NPE, null, "shop.A.a"), shape(NPE, null, "shop.A.a")).message())
        .isNaN();
    assertThat(EVEN.of(shape(NPE, "x", "shop.A.a"), shape(NPE, null, "shop.A.a")).message())
        .isZero();
  }

  @Test
  void valuesInMessages_makeNoDifference() {
    assertThat(
        EVEN.of(shape(ILLEGAL, "order 12", "shop.A.a"), shape(ILLEGAL, "order 7", "shop.A.a"))
            .message())
        .isEqualTo(1);
  }

  @Test
  void noFrames_leavesTheMethodsOut() {
    Features features = EVEN.of(shape(NPE, "x"), shape(NPE, "x", "shop.A.a"));

    assertThat(features.order()).isNaN();
    assertThat(features.crashMethod()).isNaN();
    assertThat(features.message()).isEqualTo(1);
  }

  private static double order(CrashShape a, CrashShape b) {
    return EVEN.of(a, b).order();
  }
}
