package nexa.agent.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import nexa.agent.config.ForgeConfig.Kind;
import nexa.agent.forge.Forge.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each forge against a strict fake of its API. */
final class ForgeTest {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Forge.Proposal PROPOSAL =
      new Forge.Proposal("nexa/shop-1-null", "main", "Fix it", "Why\n");

  @ParameterizedTest
  @EnumSource(Kind.class)
  void fix_isProposedAsADraft(Kind kind) throws IOException {
    try (FakeForge fake = new FakeForge(kind)) {
      Answer answer = forge(kind, fake, LONG).propose(PROPOSAL);

      assertThat(answer)
          .isEqualTo(new Answer.Open(7, fake.site().page(page(kind, 7))));
      assertThat(fake.complaints).isEmpty();
      String title = fake.opened.getFirst().path("title").asString();
      assertThat(title).isEqualTo(
          switch (kind) {
            case GITHUB -> "Fix it";
            case GITLAB -> "Draft: Fix it";
            case GITEA -> "WIP: Fix it";
          });
      assertThat(fake.opened.getFirst().path("draft").asBoolean(false))
          .isEqualTo(kind == Kind.GITHUB);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void proposalThatIsThere_isFound(Kind kind) throws IOException {
    try (FakeForge fake = new FakeForge(kind)) {
      Answer first = forge(kind, fake, LONG).propose(PROPOSAL);

      assertThat(forge(kind, fake, LONG).propose(PROPOSAL)).isEqualTo(first);
      assertThat(fake.opened).hasSize(1);
      assertThat(fake.complaints).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void openRequest_isClosedWithAWordOnWhy(Kind kind) throws IOException {
    try (FakeForge fake = new FakeForge(kind)) {
      Forge forge = forge(kind, fake, LONG);

      assertThat(forge.close(7, "Why")).isEqualTo(new Forge.Closing.Closed());
      assertThat(forge.close(7, "Why")).as("again").isEqualTo(new Forge.Closing.Closed());

      assertThat(fake.state).isEqualTo("closed");
      assertThat(fake.said).containsExactly("Why");
      assertThat(fake.complaints).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void closingThatBrokeOffAfterTheWord_saysItNotTwice(Kind kind) throws IOException {
    try (FakeForge fake = new FakeForge(kind)) {
      Forge forge = forge(kind, fake, LONG);
      fake.broken = kind == Kind.GITLAB ? "PUT" : "PATCH";
      assertThat(forge.close(7, "Why")).isInstanceOf(Answer.Later.class);
      fake.broken = "";

      assertThat(forge.close(7, "Why")).isEqualTo(new Forge.Closing.Closed());
      assertThat(fake.said).containsExactly("Why");
      assertThat(fake.complaints).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GITHUB, merged", "GITLAB, merged", "GITEA, merged", "GITHUB, closed", "GITLAB, closed",
    "GITEA, closed",
  })
  void requestThatIsOver_isLeftAlone(Kind kind, String state) throws IOException {
    try (FakeForge fake = new FakeForge(kind)) {
      fake.state = state;

      assertThat(forge(kind, fake, LONG).close(7, "Why"))
          .isEqualTo(
              state.equals("merged") ? new Forge.Closing.Merged() : new Forge.Closing.Closed());
      assertThat(fake.asked).hasSize(1);
      assertThat(fake.said).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"401, refused", "404, refused", "503, later"})
  void closingThatFails_isRefusedOrTriedLater(int status, String outcome) throws IOException {
    for (Kind kind : Kind.values()) {
      try (FakeForge fake = new FakeForge(kind)) {
        fake.failures.add(status);

        assertThat(forge(kind, fake, LONG).close(7, "Why"))
            .isInstanceOf(outcome.equals("later") ? Answer.Later.class : Answer.Refused.class);
        assertThat(fake.said).isEmpty();
      }
    }
  }

  @Test
  void requestOfNoKnownState_isNotTouched() throws IOException {
    try (FakeForge fake = new FakeForge(Kind.GITHUB)) {
      fake.state = "draft";

      assertThat(forge(Kind.GITHUB, fake, LONG).close(7, "Why"))
          .isInstanceOf(Answer.Refused.class);
      assertThat(fake.asked).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void conflictThatIsNoOpenRequest_isTold(Kind kind) throws IOException {
    try (FakeForge fake = new FakeForge(kind)) {
      fake.existsClosed = true;

      assertThat(forge(kind, fake, LONG).propose(PROPOSAL)).isInstanceOf(Answer.Refused.class);
      assertThat(fake.complaints).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, '',                       '',  refused",
    "403, '',                       '',  refused",
    "403, Retry-After,              90,  90",
    "403, X-RateLimit-Remaining,    0,   60",
    "404, '',                       '',  refused",
    "301, Location, http://127.0.0.1:1/, refused",
    "400, '',                       '',  refused",
    "429, Retry-After,              7,   7",
    "429, Retry-After,              999999999, 3600",
    "429, Retry-After,              soon, 60",
    "500, '',                       '',  60",
    "502, '',                       '',  60",
    "503, Retry-After,              120, 120",
  })
  void failure_isRefusedOrTriedLater(int status, String header, String value, String outcome)
      throws IOException {
    for (Kind kind : Kind.values()) {
      try (FakeForge fake = new FakeForge(kind)) {
        fake.failures.add(status);
        if (!header.isEmpty()) {
          fake.failureHeaders.put(header, value);
        }
        Answer answer = forge(kind, fake, LONG).propose(PROPOSAL);

        if (outcome.equals("refused")) {
          assertThat(answer)
              .isInstanceOfSatisfying(
                  Answer.Refused.class,
                  refused -> assertThat(refused.reason()).isNotBlank()
                      .doesNotContain(FakeForge.TOKEN));
        } else {
          assertThat(answer)
              .isInstanceOfSatisfying(
                  Answer.Later.class,
                  later -> assertThat(later.after())
                      .isEqualTo(Duration.ofSeconds(Long.parseLong(outcome))));
        }
        assertThat(fake.asked).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GITHUB, /acme/shop/pull/,            /evil/shop/pull/",
    "GITHUB, http://127.0.0.1,            https://evil.example",
    "GITHUB, Acme/Shop,                   evil/shop",
    "GITHUB, nexa/shop-1-null,            main",
    "GITHUB, '\"ref\":\"main\"',          '\"ref\":\"other\"'",
    "GITHUB, :7,                          :-7",
    "GITHUB, :7,                          ':\"7\"'",
    "GITHUB, html_url,                    other_url",
    "GITHUB, pull/7,                      'pull/7?x=<script>'",
    "GITLAB, acme/shop,                   evil/shop",
    "GITLAB, nexa/shop-1-null,            main",
    "GITLAB, iid,                         id",
    "GITEA,  /acme/shop/pulls/,           /evil/shop/pulls/",
    "GITEA,  Acme/Shop,                   evil/shop",
    "GITEA,  '{',                         '['",
  })
  void lie_isNotBelieved(Kind kind, String about, String lie) throws IOException {
    try (FakeForge fake = new FakeForge(kind)) {
      fake.lieAbout = about;
      fake.lie = lie;

      assertThat(forge(kind, fake, LONG).propose(PROPOSAL)).isInstanceOf(Answer.Refused.class);
    }
  }

  @Test
  void answerThatTrickles_isGivenUp() throws IOException {
    try (FakeForge fake = new FakeForge(Kind.GITHUB)) {
      fake.trickleMillis = 200;

      assertThat(forge(Kind.GITHUB, fake, Duration.ofMillis(700)).propose(PROPOSAL))
          .isInstanceOf(Answer.Later.class);
    }
  }

  @Test
  void forgeThatIsDown_isTriedLater() throws IOException {
    FakeForge fake = new FakeForge(Kind.GITLAB);
    fake.close();

    assertThat(forge(Kind.GITLAB, fake, LONG).propose(PROPOSAL)).isInstanceOf(Answer.Later.class);
  }

  @Test
  void sourceLine_hasItsAddress() {
    Site site = new Site("https://git.example", "acme/shop");
    String file = "src/main/java/a b/C#.java";

    assertThat(
        List.of(Kind.values()).stream()
            .map(kind -> forge(kind, site, LONG).source("c0ffee", file, 7).toString()))
        .containsExactly(
            "https://git.example/acme/shop/blob/c0ffee/src/main/java/a%20b/C%23.java#L7",
            "https://git.example/acme/shop/-/blob/c0ffee/src/main/java/a%20b/C%23.java#L7",
            "https://git.example/acme/shop/src/commit/c0ffee/src/main/java/a%20b/C%23.java#L7");
  }

  private static String page(Kind kind, int number) {
    return switch (kind) {
      case GITHUB -> "/pull/";
      case GITLAB -> "/-/merge_requests/";
      case GITEA -> "/pulls/";
    } + number;
  }

  private static Forge forge(Kind kind, FakeForge fake, Duration timeout) {
    return forge(kind, fake.site(), timeout);
  }

  private static Forge forge(Kind kind, Site site, Duration timeout) {
    return switch (kind) {
      case GITHUB -> new GitHub(site, FakeForge.TOKEN, timeout);
      case GITLAB -> new GitLab(site, FakeForge.TOKEN, timeout);
      case GITEA -> new Gitea(site, FakeForge.TOKEN, timeout);
    };
  }
}
