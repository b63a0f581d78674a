package nexa.agent.notify;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import nexa.agent.config.NotifyConfig.Moment;
import nexa.agent.config.NotifyConfig.Target;
import nexa.agent.store.Notice;
import nexa.agent.store.Notice.Ending;
import nexa.agent.store.Notice.Fact;
import nexa.event.Severity;
import org.jspecify.annotations.Nullable;

/** What there is to tell of a small shop, and of one whose logs are written by somebody with a purpose. */
final class Notices {

  static final String PAGE = "https://nexa.example.com";
  static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  /** Calls everybody, links, ends code and lines, turns text round, and breaks characters apart. */
  static final String HOSTILE =
      "<!channel> <!here> <@U1|x> @everyone @here @channel @all @ann [ok](http://evil.example) "
          + "<http://evil.example|ok> `code` ```block``` *b* _i_ ~s~ **b** ||spoiler|| # head > quote "
          + "&lt;!here&gt; \r\nSubject: forged\r\n\r\n.\r\nQUIT\r\n :smile: \u202egnp.exe\u202c \u200b"
          + "\ud800 <script>alert(1)</script> <at>ann</at> {{DATE(2026-01-01)}} \u0000\u0007";

  private Notices() {}

  static Notice notice(Moment moment, String outside) {
    return new Notice(
        moment, "SHOP-1", moment == Moment.ISSUE_OPENED ? null : "F-SHOP-1", outside, outside,
        Severity.ERROR, NOON,
        List.of(
            new Fact("Service", outside), new Fact("Where", outside), new Fact("Risks", outside)));
  }

  static Message message(Moment moment) {
    return message(moment, "shop");
  }

  static Message message(Moment moment, String outside) {
    return new Message("nexa0123456789abcdef", notice(moment, outside), null, null, null, PAGE);
  }

  /** How the same ended. */
  static Message ended(Message first, @Nullable String reference) {
    return new Message(
        first.id(), first.notice(), new Ending("fix.approved", "Approved by <!here> @ann"),
        reference, first.thread(), first.page());
  }

  /** The same, said after another. */
  static Message after(Message later, Message earlier) {
    return new Message(
        later.id() + "2", later.notice(), null, null, earlier.id(), later.page());
  }

  /** The same, where the first approval holds no more. */
  static Message expired(Message first) {
    return new Message(
        first.id(), first.notice(), new Ending("fix.updated", "The first approval holds no more"),
        null, first.thread(), first.page());
  }

  static Target target(URI url, String... keys) {
    return new Target(url, List.of(keys), null, List.of());
  }
}
