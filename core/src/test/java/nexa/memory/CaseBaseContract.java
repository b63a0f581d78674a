package nexa.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import nexa.patch.Recipe;
import org.junit.jupiter.api.Test;

/** What every case base must do; a test class per implementation extends it. */
public abstract class CaseBaseContract {

  private static final String NPE = "java.lang.NullPointerException";
  private static final String INDEX = "java.lang.IndexOutOfBoundsException";
  private static final String NULL_ITEM =
      """
      exception: java.lang.NullPointerException
      message: Cannot invoke "shop.Item.price()" because <*> is null
      frames: Pricing.total < Cart.pay
      source: return item.price();""";
  private static final String LAST_ORDER =
      """
      exception: java.lang.IndexOutOfBoundsException
      message: Index <*> out of bounds for length <*>
      frames: Orders.last < History.show
      source: return orders.get(orders.size());""";

  /** A case base that remembers nothing yet. */
  protected abstract CaseBase empty();

  @Test
  void emptyCaseBase_recallsNothing() {
    assertThat(empty().recall(NPE, NULL_ITEM, 5)).isEmpty();
  }

  @Test
  void sameCrash_isRecalledWhole() {
    CaseBase cases = empty();
    Case past = approved("a", NPE, NULL_ITEM);
    cases.remember(past);

    List<Match> matches = cases.recall(NPE, NULL_ITEM, 5);

    assertThat(matches).extracting(Match::past).containsExactly(past);
    assertThat(matches.getFirst().score()).isBetween(0.9, 1.0);
  }

  @Test
  void mostAlike_comesFirst() {
    CaseBase cases = empty();
    cases.remember(approved("far", INDEX, LAST_ORDER));
    cases.remember(approved("near", NPE, NULL_ITEM.replace("Cart.pay", "Basket.pay")));

    List<Match> matches = cases.recall(NPE, NULL_ITEM, 5);

    assertThat(matches.getFirst().past().id()).isEqualTo("near");
    assertThat(matches).allMatch(match -> match.score() >= 0 && match.score() <= 1);
    assertThat(matches).extracting(Match::score).isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void sameId_isReplaced() {
    CaseBase cases = empty();
    cases.remember(approved("a", NPE, NULL_ITEM));
    Case rejected = closed("a", NPE, NULL_ITEM, Case.Outcome.REJECTED);
    cases.remember(rejected);

    assertThat(cases.recall(NPE, NULL_ITEM, 5)).extracting(Match::past).containsExactly(rejected);
  }

  @Test
  void matches_areBounded() {
    CaseBase cases = empty();
    for (int i = 0; i < 10; i++) {
      cases.remember(approved("case-" + i, NPE, NULL_ITEM + i));
    }
    assertThat(cases.recall(NPE, NULL_ITEM, 3)).hasSize(3);
    assertThat(cases.recall(NPE, NULL_ITEM, 0)).isEmpty();
  }

  @Test
  void rejectedAndRolledBack_rankBelowApproved() {
    CaseBase cases = empty();
    cases.remember(closed("rolled", NPE, NULL_ITEM, "a ${culprit}", Case.Outcome.ROLLED_BACK));
    cases.remember(closed("rejected", NPE, NULL_ITEM, "b ${culprit}", Case.Outcome.REJECTED));
    cases.remember(closed("approved", NPE, NULL_ITEM, "c ${culprit}", Case.Outcome.APPROVED));

    assertThat(cases.recall(NPE, NULL_ITEM, 5))
        .extracting(match -> match.past().id())
        .containsExactly("approved", "rejected", "rolled");
  }

  @Test
  void recipeRejectedForSuchACrash_isPushedDown() {
    CaseBase cases = empty();
    cases.remember(closed("once", NPE, NULL_ITEM, "a ${culprit}", Case.Outcome.APPROVED));
    double before = cases.recall(NPE, NULL_ITEM, 1).getFirst().score();
    cases.remember(closed("again", NPE, NULL_ITEM, "a ${culprit}", Case.Outcome.REJECTED));

    assertThat(cases.recall(NPE, NULL_ITEM, 5))
        .filteredOn(match -> match.past().id().equals("once"))
        .singleElement()
        .satisfies(match -> assertThat(match.score()).isLessThan(before));
  }

  @Test
  void emptyContext_isNoError() {
    CaseBase cases = empty();
    cases.remember(approved("a", NPE, ""));

    assertThat(cases.recall(NPE, "", 5)).hasSize(1);
  }

  private static Case approved(String id, String exceptionType, String context) {
    return closed(id, exceptionType, context, Case.Outcome.APPROVED);
  }

  private static Case closed(String id, String type, String context, Case.Outcome outcome) {
    return closed(id, type, context, "if (${culprit} != null) ${statement}", outcome);
  }

  private static Case closed(
      String id, String type, String context, String template, Case.Outcome outcome) {
    return new Case(
        id, "shop", "00aa11bb22cc33dd", type, context,
        new Recipe(Recipe.Shape.REPLACE_STATEMENT, template), "null-guard", outcome,
        "0123456789abcdef0123456789abcdef01234567", Instant.parse("2026-11-25T12:00:00Z"));
  }
}
