package nexa.agent.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import nexa.agent.config.NotifyConfig.Moment;
import nexa.agent.store.Courier.Answer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** CloudEvents under a signature by Standard Webhooks, as a receiver's own library would check them. */
final class WebhookMessengerTest {

  private static final byte[] SECRET = "a secret of twenty-four b".getBytes(StandardCharsets.UTF_8);
  private static final String KEY = "whsec_" + Base64.getEncoder().encodeToString(SECRET);
  private static final Clock NOON = Clock.fixed(Notices.NOON, ZoneOffset.UTC);

  private final Set<String> taken = new HashSet<>();

  @Test
  void event_isSignedWithEachKeyAndTakenOnceByItsId() throws IOException {
    try (VendorStub stub = new VendorStub(this::receive)) {
      Messenger messenger =
          new WebhookMessenger(
              new HttpPost(NOON), Notices.target(stub.url("/in"), "an-older-key-0123456789", KEY),
              NOON);
      Message message = Notices.message(Moment.FIX_WAITING, Notices.HOSTILE);

      assertThat(messenger.tell(message)).isEqualTo(new Answer.Taken(null));
      assertThat(messenger.tell(message)).isEqualTo(new Answer.Taken(null));
      assertThat(messenger.tell(Notices.ended(message, null))).isEqualTo(new Answer.Taken(null));

      assertThat(taken).containsExactlyInAnyOrder(message.id(), message.id() + "_ended");
      JsonNode event = stub.requests().getFirst().json();
      assertThat(event.path("type").stringValue()).isEqualTo("nexa.fix.waiting");
      assertThat(event.path("subject").stringValue()).isEqualTo("SHOP-1");
      assertThat(event.at("/data/link").stringValue())
          .isEqualTo("https://nexa.example.com/#/fix/F-SHOP-1");
      assertThat(stub.requests().getLast().json().path("type").stringValue())
          .isEqualTo("nexa.fix.approved");
    }
  }

  @Test
  void callForASecondPerson_isAnEventAndTheDecisionIsOne() throws IOException {
    try (VendorStub stub = new VendorStub(this::receive)) {
      Messenger messenger =
          new WebhookMessenger(new HttpPost(NOON), Notices.target(stub.url("/in"), KEY), NOON);
      Message waiting = Notices.message(Moment.FIX_WAITING);
      Message second = Notices.after(Notices.message(Moment.SECOND_NEEDED), waiting);

      messenger.tell(waiting);
      messenger.tell(second);
      messenger.tell(Notices.ended(waiting, null));
      messenger.tell(Notices.ended(second, null));

      assertThat(stub.requests())
          .extracting(request -> request.json().path("type").stringValue())
          .containsExactly("nexa.fix.waiting", "nexa.fix.second_needed", "nexa.fix.approved");
      assertThat(stub.requests().get(1).json().at("/data/fix").stringValue())
          .isEqualTo("F-SHOP-1");
    }
  }

  @Test
  void otherKey_isTurnedAway() throws IOException {
    try (VendorStub stub = new VendorStub(this::receive)) {
      Messenger messenger =
          new WebhookMessenger(
              new HttpPost(NOON), Notices.target(stub.url("/in"), "an-older-key-0123456789"),
              NOON);

      assertThat(messenger.tell(Notices.message(Moment.FIX_WAITING)))
          .isInstanceOf(Answer.Unavailable.class);
      assertThat(taken).isEmpty();
    }
  }

  private VendorStub.Reply receive(VendorStub.Request request) {
    String id = request.header("Webhook-id");
    String time = request.header("Webhook-timestamp");
    List<String> offered = List.of(request.header("Webhook-signature").split(" ", -1));
    boolean signed = offered.contains("v1," + mac(id + "." + time + "." + request.body()));
    JsonNode event = request.json();
    boolean cloud =
        request.header("Content-type").equals("application/cloudevents+json")
            && event.path("specversion").stringValue().equals("1.0")
            && event.path("id").stringValue().equals(id)
            && !event.path("source").stringValue().isEmpty()
            && !event.path("type").stringValue().isEmpty();
    if (!signed || !time.equals(Long.toString(Notices.NOON.getEpochSecond()))) {
      return new VendorStub.Reply(401, "signature");
    }
    taken.add(id);
    return new VendorStub.Reply(cloud ? 204 : 400, "");
  }

  private static String mac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
