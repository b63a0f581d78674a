package nexa.heal.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import nexa.heal.model.LanguageModel.Reply;
import org.junit.jupiter.api.Test;

/** What a model may still cost. */
final class TokenBudgetTest {

  private static final String QUESTION = "x".repeat(297); // about a hundred tokens

  private Instant now = Instant.parse("2026-11-25T23:00:00Z");
  private final TokenBudget budget = new TokenBudget(1_000, 1_500, () -> now);

  @Test
  void room_isWhatTheIssueHasLeft() {
    assertThat(budget.room(QUESTION, 0)).isEqualTo(900);
    assertThat(budget.room(QUESTION, 800)).isEqualTo(100);
    assertThat(budget.room(QUESTION, 5_000)).isZero();
  }

  @Test
  void day_boundsAllIssuesAndEndsAtMidnight() {
    assertThat(budget.spend(QUESTION, new Reply("y", 700, 600))).isEqualTo(1_300);
    assertThat(budget.room(QUESTION, 0)).isEqualTo(100);

    now = now.plus(Duration.ofHours(2));

    assertThat(budget.room(QUESTION, 0)).isEqualTo(900);
  }

  @Test
  void serverThatTellsNoTokens_isEstimated() {
    assertThat(budget.spend(QUESTION, new Reply("y".repeat(600), 0, 0))).isEqualTo(150);
  }
}
