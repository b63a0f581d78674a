package nexa.agent.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import nexa.agent.config.ForgeConfig.Kind;
import nexa.agent.forge.ForgeEvent.Decided;
import nexa.agent.forge.ForgeEvent.Said;
import nexa.agent.forge.ForgeEvent.Subject;
import nexa.agent.store.Json;
import nexa.agent.store.Publications.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ForgeEventsTest {

  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final Subject SUBJECT = new Subject("acme/shop", 7, "nexa/x");

  @ParameterizedTest
  @CsvSource({
    "GITHUB, closed,   true,  MERGED", "GITHUB, closed,   false, CLOSED",
    "GITHUB, reopened, false, OPEN", "GITEA,  closed,   true,  MERGED",
    "GITEA,  closed,   false, CLOSED", "GITEA,  reopened, false, OPEN",
    "GITLAB, merge,    true,  MERGED", "GITLAB, close,    false, CLOSED",
    "GITLAB, reopen,   false, OPEN",
  })
  void end_isRead(Kind kind, String action, boolean merged, State state) {
    assertThat(read(kind, kind == Kind.GITLAB ? gitLab(action) : pull(action, merged)))
        .isEqualTo(
            new Decided(SUBJECT, state, "eve", Instant.parse("2026-11-27T10:00:00Z")));
  }

  @ParameterizedTest
  @CsvSource({
    "GITHUB, opened", "GITHUB, synchronize", "GITHUB, edited", "GITEA, opened", "GITLAB, update",
    "GITLAB, approved", "GITLAB, ''"
  })
  void everythingElse_doesNotMatter(Kind kind, String action) {
    assertThat(read(kind, kind == Kind.GITLAB ? gitLab(action) : pull(action, false)))
        .isEqualTo(new ForgeEvent.Other());
    assertThat(read(kind, "{\"zen\":\"Keep it\",\"hook\":{}}")).isEqualTo(new ForgeEvent.Other());
    assertThat(read(kind, "{\"pull_request\":[],\"object_attributes\":3}"))
        .isEqualTo(new ForgeEvent.Other());
  }

  @Test
  void reviewOfGitHub_asksForChanges() {
    String asks =
        with(
            pull("submitted", false),
            "\"review\":{\"id\":5,\"state\":\"changes_requested\",\"body\":\"Too\\nwide\","
                + "\"user\":{\"login\":\"bob\"},\"submitted_at\":\"2026-11-27T09:00:00Z\"},");
    Said said = (Said) read(Kind.GITHUB, asks);

    assertThat(said.subject()).isEqualTo(SUBJECT);
    assertThat(said.review().id()).isEqualTo("review-5");
    assertThat(said.review().actor()).isEqualTo("bob");
    assertThat(said.review().text()).isEqualTo("Too wide");
    assertThat(said.review().asks()).isTrue();
    assertThat(read(Kind.GITHUB, asks.replace("changes_requested", "approved")))
        .isInstanceOfSatisfying(Said.class, kind -> assertThat(kind.review().asks()).isFalse());
    assertThat(
        read(Kind.GITHUB, asks.replace("changes_requested", "approved").replace("Too\\nwide", "")))
        .isEqualTo(new ForgeEvent.Other());
  }

  @Test
  void commentOnALine_hasItsPlace() {
    String comment =
        with(
            pull("created", false),
            "\"comment\":{\"id\":6,\"body\":\"No\",\"path\":\"src/A.java\",\"line\":9,"
                + "\"user\":{\"login\":\"bob\"},\"created_at\":\"x\"},");
    Said said = (Said) read(Kind.GITHUB, comment);

    assertThat(said.review().place()).isEqualTo("src/A.java:9");
    assertThat(said.review().time()).isEqualTo(NOW);
    assertThat(read(Kind.GITHUB, comment.replace("created", "deleted")))
        .isEqualTo(new ForgeEvent.Other());
  }

  @ParameterizedTest
  @CsvSource({"GITHUB", "GITEA"})
  void commentOnThePullRequest_isARemark(Kind kind) {
    String comment =
        "{\"action\":\"created\",\"issue\":{\"number\":7,\"pull_request\":{}},\"is_pull\":true,"
            + "\"comment\":{\"id\":8,\"body\":\"Hm\",\"user\":{\"login\":\"bob\"}},"
            + "\"repository\":{\"full_name\":\"acme/shop\"}}";
    Said said = (Said) read(kind, comment);

    assertThat(said.subject()).isEqualTo(new Subject("acme/shop", 7, ""));
    assertThat(said.review().asks()).isFalse();
    assertThat(
        read(
            kind,
            comment.replace("\"pull_request\":{}", "\"x\":1")
                .replace("\"is_pull\":true", "\"is_pull\":false")))
        .as("an issue").isEqualTo(new ForgeEvent.Other());
  }

  @Test
  void reviewOfGitea_asksForChanges() {
    String review =
        with(
            pull("reviewed", false),
            "\"review\":{\"type\":\"pull_request_review_rejected\",\"content\":\"Too wide\"},");
    Said said = (Said) read(Kind.GITEA, review);

    assertThat(said.review().asks()).isTrue();
    assertThat(said.review().id())
        .isEqualTo(((Said) read(Kind.GITEA, review)).review().id())
        .isNotEqualTo(
            ((Said) read(Kind.GITEA, review.replace("Too wide", "No"))).review().id());
  }

  @Test
  void noteOfGitLab_asksWhereItHasAPlace() {
    String note =
        "{\"object_kind\":\"note\",\"user\":{\"username\":\"bob\"},\"project\":"
            + "{\"path_with_namespace\":\"acme/shop\"},\"object_attributes\":{\"id\":9,\"note\":"
            + "\"No\",\"position\":{\"new_path\":\"A.java\",\"new_line\":3},\"created_at\":"
            + "\"2026-11-27 09:00:00 UTC\"},\"merge_request\":{\"iid\":7,"
            + "\"source_branch\":\"nexa/x\"}}";
    Said said = (Said) read(Kind.GITLAB, note);

    assertThat(said.subject()).isEqualTo(SUBJECT);
    assertThat(said.review().place()).isEqualTo("A.java:3");
    assertThat(said.review().asks()).isTrue();
    assertThat(said.review().time()).isEqualTo(Instant.parse("2026-11-27T09:00:00Z"));
    assertThat(read(Kind.GITLAB, note.replace("\"id\":9", "\"system\":true")))
        .isEqualTo(new ForgeEvent.Other());
  }

  /** A JSON object with more at its beginning. */
  private static String with(String json, String more) {
    return "{" + more + json.substring(1);
  }

  private static String pull(String action, boolean merged) {
    return "{\"action\":\"" + action + "\",\"sender\":{\"login\":\"eve\"},\"repository\":"
        + "{\"full_name\":\"acme/shop\"},\"pull_request\":{\"number\":7,\"merged\":" + merged
        + ",\"updated_at\":\"2026-11-27T11:00:00+01:00\",\"head\":{\"ref\":\"nexa/x\"}}}";
  }

  private static String gitLab(String action) {
    return "{\"object_kind\":\"merge_request\",\"user\":{\"username\":\"eve\"},\"project\":"
        + "{\"path_with_namespace\":\"acme/shop\"},\"object_attributes\":{\"iid\":7,\"action\":\""
        + action + "\",\"source_branch\":\"nexa/x\",\"updated_at\":\"2026-11-27T10:00:00Z\"}}";
  }

  private static ForgeEvent read(Kind kind, String json) {
    return new ForgeEvents(Clock.fixed(NOW, ZoneOffset.UTC)).of(kind, Json.MAPPER.readTree(json));
  }
}
