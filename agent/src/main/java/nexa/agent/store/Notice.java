package nexa.agent.store;

import java.time.Instant;
import java.util.List;
import nexa.agent.config.NotifyConfig.Moment;
import nexa.event.Severity;
import org.jspecify.annotations.Nullable;

/**
 * What people are told of one moment. Its texts are as they came from outside, and never a message or a
 * value of the watched service: each protocol has to make them harmless.
 *
 * @param fix the fix it is about, null where it is the issue alone
 * @param title of the issue
 * @param time when it happened
 */
public record Notice(
    Moment moment,
    String issue,
    @Nullable String fix,
    String service,
    String title,
    Severity severity,
    Instant time,
    List<Fact> facts) {

  public Notice {
    facts = List.copyOf(facts);
  }

  /**
   * One thing to know.
   *
   * @param name in words of Nexa's own
   */
  public record Fact(String name, String value) {}

  /**
   * Why what was told holds no more.
   *
   * @param event as the event stream names it, such as {@code fix.approved}
   * @param words the same in a few words, which may name a person
   */
  public record Ending(String event, String words) {}
}
