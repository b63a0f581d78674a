package nexa.heal.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which language model is asked, and how much it may cost.
 *
 * @param url the base of its HTTP API; null takes the vendor's own
 * @param name as the vendor calls it
 * @param key null where none is needed
 * @param tokensPerIssue the most tokens, in and out, that one issue may cost
 * @param tokensPerDay the most that all issues of a day (UTC) may cost
 * @param timeout of one question
 * @param showMessage whether the exception's message goes out as it is, rather than as a template
 */
public record ModelSettings(
    Vendor vendor,
    @Nullable String url,
    String name,
    @Nullable String key,
    long tokensPerIssue,
    long tokensPerDay,
    Duration timeout,
    boolean showMessage) {

  /** Whose wire format it speaks. */
  public enum Vendor {
    /** OpenAI's, which many servers speak. */
    OPENAI,
    /** Anthropic's. */
    ANTHROPIC,
    /** Ollama's, on this host as a rule. */
    OLLAMA
  }

  /** The settings without the key, so that they may be logged. */
  @Override
  public String toString() {
    return vendor + " " + name + (url == null ? "" : " at " + url);
  }
}
