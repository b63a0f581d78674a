package nexa.agent.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import nexa.agent.store.Crashes;
import nexa.agent.store.Json;
import nexa.issue.Issue;
import nexa.patch.Patch;
import nexa.repair.Change;
import nexa.repair.Plan;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class PullRequestTextTest {

  private static final Plan PLAN = Crashes.plan("F-SHOP-1", Crashes.issue("SHOP-1"), "d16e57");
  private static final Change CHANGE = new Change("nexa/shop-1-null", "beef".repeat(10));
  private static final String MACHINE = "<!-- nexa:";

  @Test
  void body_saysWhatAReviewerAsks() {
    String body = body(PLAN, "ann");

    assertThat(body)
        .contains(
            "## What broke", "`java.lang.NullPointerException` in service `shop`, seen 3 times",
            "first 2026-11-25T12:00:00Z",
            "## Root cause", "(https://git.example/L7)",
            "## The change", "`An item of the cart may be null.`",
            "| `CartCrashTest#total` | fails, 2 of 2 runs | passes |",
            "| 12 passed, 0 failed, 1 skipped | 13 passed, 0 failed, 1 skipped |",
            "Sandbox: `docker sha256:1234`", "- `goes on with a default`",
            "    git fetch https://git.example/acme/shop.git nexa/shop-1-null"
                + " refs/notes/nexa:refs/notes/nexa\n    nexa verify " + CHANGE.commit(),
            "    git revert " + CHANGE.commit(),
            "Made by `operator:null-skip`, approved by `ann`", "`sha256:d16e57`");
    JsonNode machine = machine(body);
    assertThat(machine.path("fix").asString()).isEqualTo("F-SHOP-1");
    assertThat(machine.path("commit").asString()).isEqualTo(CHANGE.commit());
    assertThat(text(PLAN, "ann").title()).isEqualTo("Fix NullPointerException in Cart.total");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@everyone look", "fixes #1, closes GH-2 and !3", "[here](https://evil.example)",
        "![x](https://evil.example/x.png)", "<img src=x onerror=alert(1)>", "--> <script>",
        "`code` ``more`` ```", "\n/close\n/merge", "\n# Heading\n- [x] done", "a | b | c",
        "https://evil.example www.evil.example", "&lt;b&gt; &#64;all", ":tada: ~label %mile $snip",
        "[skip ci] ***NO_CI***", "\u202egnp.exe", "\u0000\u001b[31m", "</details> <!--"
      })
  void hostileText_staysInItsCodeSpan(String hostile) {
    Issue issue = Crashes.issue("SHOP-1");
    Issue named =
        new Issue(
            issue.id(), hostile, issue.fingerprint(), hostile, hostile, issue.topFrame(),
            issue.status(), issue.count(), issue.firstSeen(), issue.lastSeen(), issue.inputs(),
            issue.groupedBecause(), issue.release(), issue.stackTrace(), issue.inAppFrames(), null);
    Plan plain = Crashes.plan("F-SHOP-1", named, "d16e57");
    Patch patch = plain.patch();
    Plan plan =
        new Plan(
            plain.id(), plain.digest(), plain.diagnosis(), plain.reproduction(),
            Patch.of(
                patch.edits(), patch.recipe(), patch.origin(), hostile, List.of(hostile)),
            plain.proof(), plain.diff(), plain.branch(), plain.standing(), plain.reach(),
            plain.actions(), plain.alternatives());

    String body = body(plan, hostile);

    assertThat(lines(body)).as(body).isEqualTo(lines(body(plain(), "ann")));
    assertThat(outsideCode(body)).as(body).isEqualTo(outsideCode(body(plain(), "ann")));
    assertThat(machine(body).path("issue").asString()).isEqualTo("SHOP-1");
    assertThat(text(plan, null).title())
        .startsWith("Fix ")
        .doesNotContain("@", "#", "<", "[", "\n")
        .hasSizeLessThanOrEqualTo(124);
  }

  /** The same fix with plain words in the same places. */
  private static Plan plain() {
    return PLAN;
  }

  private static long lines(String body) {
    return body.lines().count();
  }

  /** What a forge would look at: all but code spans, and the number of times it was seen. */
  private static String outsideCode(String body) {
    StringBuilder outside = new StringBuilder();
    boolean inCode = false;
    for (char c : body.substring(0, body.indexOf(MACHINE)).toCharArray()) {
      if (c == '`') {
        inCode = !inCode;
      } else if (!inCode) {
        outside.append(c);
      } else {
        assertThat(c).isNotIn('\n', '|');
      }
    }
    assertThat(inCode).isFalse();
    return outside.toString();
  }

  private static JsonNode machine(String body) {
    int start = body.indexOf(MACHINE) + MACHINE.length();
    String json = body.substring(start, body.indexOf(" -->", start));
    assertThat(json).doesNotContain("--", "<", ">");
    return Json.MAPPER.readTree(json);
  }

  private static String body(Plan plan, @Nullable String by) {
    return text(plan, by).body(at -> URI.create("https://git.example/L" + at.line()));
  }

  private static PullRequestText text(Plan plan, @Nullable String by) {
    return new PullRequestText(plan, CHANGE, by, "https://git.example/acme/shop.git");
  }
}
