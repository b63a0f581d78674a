package nexa.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nexa.agent.config.Access;
import nexa.agent.config.InputsConfig;
import nexa.agent.config.NotifyConfig.Channel;
import nexa.agent.config.NotifyConfig.Kind;
import nexa.agent.config.NotifyConfig.Target;
import nexa.agent.config.NotifyConfig.Wanted;
import nexa.agent.notify.HttpPost;
import nexa.agent.notify.Notifier;
import nexa.agent.notify.WebhookMessenger;
import nexa.agent.store.Outbox;
import nexa.collect.JsonPath;
import nexa.collect.WebhookMapping;
import nexa.event.Severity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One Nexa tells another: what the one signs, the other takes. */
final class OutgoingWebhookTest {

  private static final String KEY = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir
  private Path home;
  private RunningServer server;

  @BeforeEach
  void listen() {
    InputsConfig.Webhook peer =
        new InputsConfig.Webhook(
            "peer",
            new WebhookMapping(
                Map.of(WebhookMapping.Field.MESSAGE, JsonPath.of("type")), "shop", Set.of()));
    Access access =
        new Access(Access.Proof.STANDARD, "unused", null, List.of(new Access.Key(KEY)));
    server = new RunningServer(home, 0, List.of(), InputsConfig.OPEN.with(peer, access), null);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whatIsSigned_isTakenByThisKeyAlone() {
    assertThat(tried(KEY).reason()).isNull();
    assertThat(tried("an-older-key-0123456789").reason()).contains("401");
  }

  @Test
  void noChannels_areAnEmptyList() {
    assertThat(RunningServer.json(server.get("/api/v1/notify")).path("channels")).isEmpty();
  }

  private Notifier.Tried tried(String key) {
    Channel channel =
        new Channel(
            "peer", Kind.WEBHOOK,
            new Target(server.uri("/api/v1/webhooks/peer"), List.of(key), null, List.of()),
            new Wanted(Set.of(), Set.of(), Severity.ERROR));
    try (Notifier notifier =
        new Notifier(
            List.of(
                new Notifier.Part(
                    channel,
                    new WebhookMessenger(new HttpPost(CLOCK), channel.target(), CLOCK))),
            new Outbox(server.store, CLOCK), () -> "https://nexa.example.com", CLOCK)) {
      return notifier.test().getFirst();
    }
  }
}
