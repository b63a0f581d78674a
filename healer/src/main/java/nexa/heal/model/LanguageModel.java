package nexa.heal.model;

/** Answers one question in text. It has no tools and no memory. */
@FunctionalInterface
public interface LanguageModel {

  /**
   * Asks.
   *
   * @param rules what it is to do, and the form of its answer
   * @param facts the case, all of it data
   * @param outputTokensMax the most it may write
   * @throws Unanswered when no answer came: the message says why, without the key
   */
  Reply ask(String rules, String facts, int outputTokensMax);

  /** What came back, and what it cost. */
  record Reply(String text, long inputTokens, long outputTokens) {}

  /** There is no answer. */
  final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unanswered(String reason, Throwable cause) {
      super(reason, cause);
    }
  }
}
