package nexa.heal.model;

import java.util.concurrent.atomic.LongAdder;

/** The tokens a language model took and gave since the start, as it told them. */
public final class ModelUsage {

  private final LongAdder input = new LongAdder();
  private final LongAdder output = new LongAdder();

  void add(long inputTokens, long outputTokens) {
    input.add(inputTokens);
    output.add(outputTokens);
  }

  /** Tokens of the questions. */
  public long input() {
    return input.sum();
  }

  /** Tokens of the answers. */
  public long output() {
    return output.sum();
  }
}
