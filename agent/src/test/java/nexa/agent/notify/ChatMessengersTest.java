package nexa.agent.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import nexa.agent.config.NotifyConfig.Moment;
import nexa.agent.store.Courier.Answer;
import nexa.agent.store.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What Slack's kin, Discord and Teams are sent, against stubs that refuse what the vendors refuse. */
final class ChatMessengersTest {

  private static final Answer TAKEN = new Answer.Taken(null);
  private static final String LONG = "x".repeat(100_000);

  private final HttpPost http = new HttpPost(Clock.systemUTC());

  @Test
  void slack_isSentBlocksAndATextForItsKin() throws IOException {
    try (VendorStub slack = new VendorStub(Vendors.slack())) {
      Messenger messenger = new SlackMessenger(http, Notices.target(slack.url("/services/T/B/c")));

      assertThat(messenger.tell(Notices.message(Moment.FIX_WAITING))).isEqualTo(TAKEN);
      JsonNode message = slack.requests().getFirst().json();
      assertThat(message.path("text").stringValue())
          .isEqualTo(
              "A fix waits for your decision: SHOP-1\nIssue: `shop`\nService: `shop`\n"
                  + "Where: `shop`\nRisks: `shop`\n"
                  + "Decide on the page: https://nexa.example.com/#/fix/F-SHOP-1");
      assertThat(message.at("/blocks/2/text/text").stringValue())
          .isEqualTo("<https://nexa.example.com/#/fix/F-SHOP-1|Decide on the page>");
    }
  }

  @Test
  void callForASecondPerson_isAMessageOfItsOwnThatDiscordChanges() throws IOException {
    Map<String, JsonNode> messages = new LinkedHashMap<>();
    Message waiting = Notices.message(Moment.FIX_WAITING);
    Message second = Notices.after(Notices.message(Moment.SECOND_NEEDED), waiting);
    try (VendorStub slack = new VendorStub(Vendors.slack());
        VendorStub discord = new VendorStub(Vendors.discord(messages));
        VendorStub teams = new VendorStub(Vendors.teams())) {
      assertThat(new SlackMessenger(http, Notices.target(slack.url("/"))).tell(second))
          .isEqualTo(TAKEN);
      assertThat(new TeamsMessenger(http, Notices.target(teams.url("/"))).tell(second))
          .isEqualTo(TAKEN);
      Messenger messenger = new DiscordMessenger(http, Notices.target(discord.url("/hook")));
      String id = reference(messenger.tell(second));
      assertThat(messenger.tell(Notices.ended(second, id))).isEqualTo(TAKEN);

      assertThat(slack.requests().getFirst().json().path("text").stringValue())
          .startsWith("A fix needs a second person: SHOP-1\n")
          .endsWith("Decide on the page: https://nexa.example.com/#/fix/F-SHOP-1");
      assertThat(Objects.requireNonNull(messages.get(id)).path("content").stringValue())
          .startsWith("A fix needs a second person: SHOP-1\nSee it on the page");
    }
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void hostileText_isShownBySlackAndItsKinAsItIs(Moment moment) throws IOException {
    try (VendorStub slack = new VendorStub(Vendors.slack())) {
      Messenger messenger = new SlackMessenger(http, Notices.target(slack.url("/")));

      assertThat(messenger.tell(Notices.message(moment, Notices.HOSTILE))).isEqualTo(TAKEN);
      JsonNode message = slack.requests().getFirst().json();
      assertThat(message.at("/blocks/1/text/type").stringValue()).isEqualTo("plain_text");
      assertOutsideIsCode(message.path("text").stringValue());
      assertOneLineEach(message.at("/blocks/1/text/text").stringValue(), 4);
    }
  }

  @Test
  void longText_isCutToWhatEachTakes() throws IOException {
    Map<String, JsonNode> messages = new LinkedHashMap<>();
    Message message = Notices.message(Moment.FIX_WAITING, LONG);
    try (VendorStub slack = new VendorStub(Vendors.slack());
        VendorStub discord = new VendorStub(Vendors.discord(messages));
        VendorStub teams = new VendorStub(Vendors.teams())) {
      assertThat(new SlackMessenger(http, Notices.target(slack.url("/"))).tell(message))
          .isEqualTo(TAKEN);
      assertThat(new DiscordMessenger(http, Notices.target(discord.url("/"))).tell(message))
          .isInstanceOf(Answer.Taken.class);
      assertThat(new TeamsMessenger(http, Notices.target(teams.url("/"))).tell(message))
          .isEqualTo(TAKEN);
    }
  }

  @Test
  void whatEnded_isNotSaidWhereNothingCanBeChanged() throws IOException {
    try (VendorStub stub = new VendorStub(request -> new VendorStub.Reply(200, "ok"))) {
      Message ended = Notices.ended(Notices.message(Moment.FIX_WAITING), null);

      assertThat(new SlackMessenger(http, Notices.target(stub.url("/"))).tell(ended))
          .isEqualTo(new Answer.Unsaid());
      assertThat(new TeamsMessenger(http, Notices.target(stub.url("/"))).tell(ended))
          .isEqualTo(new Answer.Unsaid());
      assertThat(new DiscordMessenger(http, Notices.target(stub.url("/"))).tell(ended))
          .isEqualTo(new Answer.Unsaid());
      assertThat(stub.requests()).isEmpty();
    }
  }

  @Test
  void discord_changesTheMessageThatEnded() throws IOException {
    Map<String, JsonNode> messages = new LinkedHashMap<>();
    try (VendorStub discord = new VendorStub(Vendors.discord(messages))) {
      Messenger messenger =
          new DiscordMessenger(
              http, Notices.target(discord.url("/api/webhooks/1/tok?thread_id=9")));
      Message first = Notices.message(Moment.FIX_WAITING);

      String id = reference(messenger.tell(first));
      assertThat(messenger.tell(Notices.ended(first, id))).isEqualTo(TAKEN);

      assertThat(messages).hasSize(1);
      assertThat(Objects.requireNonNull(messages.get(id)).at("/embeds/0/fields/0/value")
          .stringValue()).startsWith("`Approved by ");
      assertThat(discord.requests()).extracting(VendorStub.Request::query)
          .containsExactly("thread_id=9&wait=true", "thread_id=9");
      assertThat(discord.requests().getLast().path())
          .isEqualTo("/api/webhooks/1/tok/messages/" + id);
    }
  }

  @Test
  void messageThatSomebodyDeleted_isNotTriedForEver() throws IOException {
    try (VendorStub discord = new VendorStub(Vendors.discord(new LinkedHashMap<>()))) {
      Messenger messenger = new DiscordMessenger(http, Notices.target(discord.url("/hook")));
      Message first = Notices.message(Moment.FIX_WAITING);

      assertThat(messenger.tell(Notices.ended(first, "42"))).isEqualTo(new Answer.Unsaid());
    }
  }

  @Test
  void hostileText_callsNobodyOnDiscord() throws IOException {
    Map<String, JsonNode> messages = new LinkedHashMap<>();
    try (VendorStub discord = new VendorStub(Vendors.discord(messages))) {
      Messenger messenger = new DiscordMessenger(http, Notices.target(discord.url("/")));

      String id = reference(messenger.tell(Notices.message(Moment.FIX_WAITING, Notices.HOSTILE)));
      JsonNode message = Objects.requireNonNull(messages.get(id));
      assertThat(message.at("/allowed_mentions/parse")).isEmpty();
      assertThat(message.path("content").stringValue()).doesNotContain("evil", "everyone");
      message.at("/embeds/0/fields")
          .forEach(field -> assertOutsideIsCode(field.path("value").stringValue()));
    }
  }

  @Test
  void hostileText_standsInRunsOfPlainTextOnTeams() throws IOException {
    try (VendorStub teams = new VendorStub(Vendors.teams())) {
      Messenger messenger = new TeamsMessenger(http, Notices.target(teams.url("/")));

      assertThat(messenger.tell(Notices.message(Moment.FIX_WAITING, Notices.HOSTILE)))
          .isEqualTo(TAKEN);
      JsonNode card = teams.requests().getFirst().json().at("/attachments/0/content");
      assertThat(card.at("/body/0/text").stringValue())
          .isEqualTo("A fix waits for your decision: SHOP-1");
      card.path("body").valueStream().skip(1).forEach(
          block -> {
            assertThat(block.path("type").stringValue()).isEqualTo("RichTextBlock");
            assertOneLineEach(block.at("/inlines/1/text").stringValue(), 1);
          });
      assertThat(card.at("/actions/0/url").stringValue())
          .isEqualTo("https://nexa.example.com/#/fix/F-SHOP-1");
    }
  }

  @Test
  void stubs_refuseWhatTheVendorsRefuse() throws IOException {
    String slack = "{\"text\":\"\",\"blocks\":[]}";
    String discord =
        "{\"content\":\"" + "x".repeat(2_001) + "\",\"allowed_mentions\":{\"parse\":[]}}";
    String teams = "{\"text\":\"the old format\"}";
    try (VendorStub a = new VendorStub(Vendors.slack());
        VendorStub b = new VendorStub(Vendors.discord(new LinkedHashMap<>()));
        VendorStub c = new VendorStub(Vendors.teams())) {
      assertThat(http.post(a.url("/"), Json.MAPPER.readTree(slack)))
          .isInstanceOf(Answer.Refused.class);
      assertThat(http.post(b.url("/"), Json.MAPPER.readTree(discord)))
          .isInstanceOf(Answer.Refused.class);
      assertThat(http.post(c.url("/"), Json.MAPPER.readTree(teams)))
          .isInstanceOf(Answer.Refused.class);
    }
  }

  private static String reference(Answer answer) {
    @Nullable String id = ((Answer.Taken) answer).reference();
    return Objects.requireNonNull(id);
  }

  /** What is left without the code must be words of Nexa's own. */
  private static void assertOutsideIsCode(String text) {
    String[] parts = text.split("`", -1);
    assertThat(parts.length % 2).as("every code ends: %s", text).isOne();
    for (int i = 0; i < parts.length; i++) {
      if (i % 2 == 0) {
        assertThat(parts[i]).doesNotContain("<", "@", "*", "[", "evil", "smile");
      } else {
        assertThat(parts[i]).doesNotContain("<", ">", "&", "\n", "\r", "\u202e", "@e", "@h", "@c");
      }
    }
  }

  private static void assertOneLineEach(String text, int lines) {
    assertThat(text.lines()).hasSize(lines);
    assertThat(text).doesNotContain("\u202e", "\u0000", "\r");
  }
}
