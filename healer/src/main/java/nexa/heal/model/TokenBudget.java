package nexa.heal.model;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What a model may still cost, an issue and a day. Tokens are counted as they are told, or estimated. */
final class TokenBudget {

  /** Source code has about so many characters a token; fewer is the safe side. */
  private static final int CHARS_PER_TOKEN = 3;

  private final long perIssue;
  private final long perDay;
  private final InstantSource clock;
  private LocalDate day = LocalDate.EPOCH;
  private long spentToday;

  TokenBudget(long perIssue, long perDay, InstantSource clock) {
    this.perIssue = perIssue;
    this.perDay = perDay;
    this.clock = clock;
  }

  static long estimate(String text) {
    return text.length() / CHARS_PER_TOKEN + 1L;
  }

  /** The most tokens that an answer to a question may have; 0 when there is no room for one. */
  synchronized long room(String question, long spentOnIssue) {
    roll();
    long left = Math.min(perIssue - spentOnIssue, perDay - spentToday);
    return Math.max(0, left - estimate(question));
  }

  /** Counts an exchange; what the model does not tell, or tells too low, is estimated. */
  synchronized long spend(String question, LanguageModel.Reply reply) {
    roll();
    long spent =
        Math.max(reply.inputTokens(), estimate(question) / 2)
            + Math.max(reply.outputTokens(), estimate(reply.text()) / 2);
    spentToday += spent;
    return spent;
  }

  private void roll() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    if (!today.equals(day)) {
      day = today;
      spentToday = 0;
    }
  }
}
