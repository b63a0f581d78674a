package nexa.agent.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import nexa.agent.config.NotifyConfig.Moment;
import nexa.agent.store.Courier.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One alert from its trigger to its end. */
final class PagerDutyMessengerTest {

  private static final Answer TAKEN = new Answer.Taken(null);

  private final Vendors.PagerDuty pagerDuty = new Vendors.PagerDuty();
  private final VendorStub stub = new VendorStub(pagerDuty);
  private final Messenger messenger = messenger("0123456789abcdef0123456789abcdef");

  private Messenger messenger(String key) {
    return new PagerDutyMessenger(
        new HttpPost(Clock.systemUTC()), Notices.target(stub.url("/v2/enqueue"), key));
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void repeatedTrigger_wakesOnceAndTheDecisionEndsIt() throws IOException {
    Message waiting = Notices.message(Moment.FIX_WAITING);

    assertThat(messenger.tell(waiting)).isEqualTo(TAKEN);
    assertThat(messenger.tell(waiting)).isEqualTo(TAKEN);
    assertThat(pagerDuty.woken).containsOnlyKeys(waiting.id()).containsValue(1);

    assertThat(messenger.tell(Notices.ended(waiting, null))).isEqualTo(TAKEN);
    assertThat(pagerDuty.open).isEmpty();
  }

  @Test
  void callForASecondPerson_wakesAgainAndTheDecisionEndsBoth() throws IOException {
    Message waiting = Notices.message(Moment.FIX_WAITING);
    Message second = Notices.after(Notices.message(Moment.SECOND_NEEDED), waiting);
    messenger.tell(waiting);

    assertThat(messenger.tell(second)).isEqualTo(TAKEN);
    assertThat(pagerDuty.woken).containsOnlyKeys(waiting.id(), second.id());

    messenger.tell(Notices.ended(waiting, null));
    assertThat(messenger.tell(Notices.ended(second, null))).isEqualTo(TAKEN);
    assertThat(pagerDuty.open).isEmpty();
  }

  @Test
  void appliedFixAndTest_areChangesThatWakeNobody() throws IOException {
    assertThat(messenger.tell(Notices.message(Moment.FIX_APPLIED))).isEqualTo(TAKEN);
    assertThat(messenger.tell(Notices.message(Moment.TEST))).isEqualTo(TAKEN);

    assertThat(pagerDuty.changes).isEqualTo(2);
    assertThat(pagerDuty.woken).isEmpty();
  }

  @Test
  void hostileAndLongText_isTaken() throws IOException {
    String outside = Notices.HOSTILE.repeat(100);

    assertThat(messenger.tell(Notices.message(Moment.ISSUE_OPENED, outside))).isEqualTo(TAKEN);
    assertThat(stub.requests().getFirst().json().at("/payload/summary").stringValue())
        .startsWith("A new issue: SHOP-1 <!channel>")
        .doesNotContain("\n", "\u202e");
  }

  @Test
  void wrongKey_isRefusedAndSaidWithoutTheKey() throws IOException {
    Answer answer = messenger("0123456789abcdefX").tell(Notices.message(Moment.FIX_WAITING));

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.reason())
                .contains("127.0.0.1 answers 400", "invalid event")
                .doesNotContain("0123456789"));
  }
}
