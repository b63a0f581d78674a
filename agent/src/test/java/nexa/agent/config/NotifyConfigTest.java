package nexa.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import nexa.agent.config.NotifyConfig.Channel;
import nexa.agent.config.NotifyConfig.Kind;
import nexa.agent.config.NotifyConfig.Moment;
import nexa.agent.config.NotifyConfig.Wanted;
import nexa.event.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sections {@code publicUrl} and {@code notify}: whom to tell of what. */
final class NotifyConfigTest {

  private static final String SECRET = "https://hooks.example.com/T0/B0/s3cr3t";
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "HOME", "/home/ann", "HOOK", SECRET, "KEY", KEY, "BLANK", " ", "MAIL",
          "smtps://ann%40example.com:s3cr3t@mail.example.com", "FTP", "ftp://example.com/s3cr3t",
          "USER", "https://ann:s3cr3t@example.com/");

  private static final String SERVICES =
      "\nservices:\n  - name: shop\n    aliases: [shop-api]\n";

  @TempDir
  private Path directory;

  @Test
  void channel_isToldOfDecisionsOfEveryServiceUnlessItSaysOtherwise() throws IOException {
    Channel channel = read("notify: [{kind: slack, urlEnv: HOOK}]").channels().getFirst();

    assertThat(channel.name()).isEqualTo("slack");
    assertThat(channel.wanted())
        .isEqualTo(new Wanted(Set.of(), Set.of(Moment.FIX_WAITING), Severity.ERROR));
    assertThat(channel.target().url()).hasToString(SECRET);
  }

  @Test
  void everyKind_isRead() throws IOException {
    Path key = Files.writeString(directory.resolve("key"), KEY + "\n");
    String yaml =
        """
            publicUrl: https://nexa.example.com/
            notify:
              - {kind: slack, name: a, urlEnv: HOOK, services: [shop-api], severity: fatal,
                 moments: [issue.opened, fix.applied, fix.rolled_back]}
              - {kind: discord, urlEnv: HOOK}
              - {kind: teams, urlEnv: HOOK}
              - {kind: pagerduty, keyFile: %s}
              - {kind: email, urlEnv: MAIL, from: nexa@example.com, to: [ann@example.com]}
              - {kind: webhook, urlEnv: HOOK, keyEnv: KEY}
            """
            .formatted(key);

    NotifyConfig notices = read(yaml + SERVICES);

    assertThat(notices.page()).isEqualTo("https://nexa.example.com");
    assertThat(notices.channels()).extracting(Channel::kind).containsExactly(Kind.values());
    assertThat(notices.channels().getFirst().wanted())
        .isEqualTo(
            new Wanted(
                Set.of("shop"),
                Set.of(Moment.ISSUE_OPENED, Moment.FIX_APPLIED, Moment.FIX_ROLLED_BACK),
                Severity.FATAL));
    assertThat(notices.channels().get(3).target().url())
        .hasToString("https://events.pagerduty.com/v2/enqueue");
    assertThat(notices.toString()).doesNotContain("s3cr3t", KEY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock = """
          {}                                        | 2:5 | kind must be slack, discord, teams
          {kind: irc}                               | 2:6 | kind must be slack, discord, teams, pagerduty, email or webhook, not 'irc'
          {kind: slack}                             | 2:5 | slack needs urlFile or urlEnv
          {kind: slack, urlEnv: NONE}               | 2:19 | the environment variable NONE is not set
          {kind: slack, urlEnv: BLANK}              | 2:19 | the environment variable BLANK is not set
          {kind: slack, urlFile: /no/such}          | 2:19 | cannot be read: /no/such
          {kind: slack, urlEnv: HOOK, urlFile: x}   | 2:19 | give urlFile or urlEnv, not both
          {kind: slack, urlEnv: FTP}                | 2:19 | the address of slack must be one line
          {kind: slack, urlEnv: USER}               | 2:19 | the address of slack must be one line
          {kind: slack, urlEnv: MAIL}               | 2:19 | the address of slack must be one line
          {kind: slack, urlEnv: HOOK, keyEnv: KEY}  | 2:33 | slack has no key
          {kind: slack, urlEnv: HOOK, to: [a@b.c]}  | 2:33 | to goes with kind: email only
          {kind: slack, urlEnv: HOOK, from: a@b.c}  | 2:33 | from goes with kind: email only
          {kind: slack, urlEnv: HOOK, name: A b}    | 2:33 | name must be small letters
          {kind: slack, urlEnv: HOOK, moments: []}  | 2:33 | moments must name one at least
          {kind: slack, urlEnv: HOOK, moments: [test]} | 2:33 | moments must be of fix.waiting
          {kind: slack, urlEnv: HOOK, moments: [fix.second_needed]} | 2:33 | moments must be of fix.waiting
          {kind: slack, urlEnv: HOOK, severity: bad}   | 2:33 | severity must be trace, debug
          {kind: slack, urlEnv: HOOK, services: [x]}   | 2:33 | no service has the name or alias 'x'
          {kind: slack, urlenv: HOOK}               | 2: | unknown key 'urlenv'; did you mean 'urlEnv'
          {kind: slack, moment: [test]}             | 2: | unknown key 'moment'; did you mean 'moments'
          {kind: pagerduty}                         | 2:5 | pagerduty needs keyFile or keyEnv
          {kind: pagerduty, keyEnv: BLANK}          | 2:23 | the environment variable BLANK is not set
          {kind: pagerduty, keyEnv: HOME}           | 2:23 | key 1 in HOME must be 16 to 512 characters
          {kind: webhook, urlEnv: HOOK}             | 2:5 | webhook needs keyFile or keyEnv
          {kind: email, urlEnv: HOOK}               | 2:19 | the address of email must be like smtps://
          {kind: email, urlEnv: MAIL}               | 2:5 | email needs from as a plain address
          {kind: email, urlEnv: MAIL, from: a@b}    | 2:5 | email needs to: one to 50 addresses
          {kind: email, urlEnv: MAIL, from: a@b, to: [c d@e]} | 2:44 | email needs to as a plain address
          {kind: email, urlEnv: MAIL, from: 'a <b@c>'}        | 2:33 | email needs from as a plain address
          null                                      | 2:5 | this channel is empty; give it a kind
          """)
  void badChannel_namesThePlaceAndWhatIsWantedAndNoSecret(
      String channel, String place, String wanted) {
    assertThatThrownBy(() -> read("notify:\n  - " + channel + SERVICES))
        .isInstanceOf(ConfigFile.BadConfig.class)
        .hasMessageContaining("nexa.yaml:" + place)
        .hasMessageContaining(": " + wanted)
        .satisfies(bad -> assertThat(bad.getMessage()).doesNotContain("s3cr3t", KEY));
  }

  @ParameterizedTest
  @CsvSource({
    "nexa.example.com", "ftp://nexa.example.com", "https://a@nexa.example.com",
    "https://nexa.example.com/?x=1", "https://nexa.example.com/#/fixes", "'https://x y'",
    "https://nexa.example.com/<b>"
  })
  void addressOfThePage_mustBeOne(String url) {
    assertThatThrownBy(() -> read("publicUrl: '" + url + "'"))
        .isInstanceOf(ConfigFile.BadConfig.class)
        .hasMessageContaining("nexa.yaml:1:1: publicUrl must be the page's address");
  }

  @Test
  void twoChannelsOfOneName_areRefused() {
    String one = "  - {kind: slack, urlEnv: HOOK}\n";

    assertThatThrownBy(() -> read("notify:\n" + one + one))
        .isInstanceOf(ConfigFile.BadConfig.class)
        .hasMessageContaining("nexa.yaml:3:")
        .hasMessageContaining("two channels with the name 'slack'");
  }

  private NotifyConfig read(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("nexa.yaml"), yaml);
    return ConfigFile.read(file, ENVIRONMENT).notices();
  }
}
