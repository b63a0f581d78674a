package nexa.agent.web;

import java.util.List;
import java.util.Map;
import nexa.agent.flow.MemoryJournal;
import nexa.agent.flow.SpannedThoughts;
import nexa.agent.flow.TracedJournal;
import nexa.agent.store.Crashes;
import nexa.agent.store.RunRows;
import nexa.agent.store.Spans;
import nexa.memory.Case;
import nexa.memory.Match;
import nexa.patch.Verdict;
import nexa.repair.Decision;
import nexa.repair.Journal;
import nexa.repair.Locator;
import nexa.repair.Thoughts;
import nexa.repair.Thoughts.End;
import nexa.repair.Thoughts.Thought;
import nexa.repair.Triage;

/** A healing run that a test thinks, span by span, as the real stages do. */
final class Thinking {

  private static final List<String> REASONS =
      List.of(
          "does not compile: src/main/java/Cart.java:12: cannot find symbol",
          "the reproduction is still red: java.lang.NullPointerException",
          "only returns 0 instead of <img src=x onerror=alert(1)>, when the items are empty",
          "throws java.lang.IllegalStateException where the deployed commit returned");
  private static final List<String> IDEAS =
      List.of(
          "An item of the cart may be null.", "The price of an item may be missing.",
          "The loop goes one too far.", "The <b>discount</b> is asked of the wrong customer.");

  private final RunningServer server;
  private final String issue;
  private final Journal journal;
  private final Thoughts thoughts;

  Thinking(RunningServer server, String issue) {
    this.server = server;
    this.issue = issue;
    String run = issue + "/1";
    RunRows.running(server.store, run, issue);
    this.journal =
        new TracedJournal(
            new MemoryJournal(run, plan -> new Decision.Declined("ann", "not asked")),
            server.tracer());
    this.thoughts = new SpannedThoughts(server.tracer());
  }

  Journal journal() {
    return journal;
  }

  Thoughts thoughts() {
    return thoughts;
  }

  /** How many spans are kept. */
  int spans() {
    return new Spans(server.store, server.feed).ofIssue(issue).size();
  }

  /** From the source to a plan, with so many candidates of which one is good. */
  void heal(int candidates) {
    journal.step(
        "locate",
        () -> new Locator.Answer.Found(Crashes.diagnosis(Crashes.issue(issue))));
    journal.step("recall", () -> List.of(match("F-SHOP-0", 0.83), match("L-4711", 0.41)));
    journal.step("triage", () -> new Triage.Answer.Code());
    journal.step("reproduce", this::reproduce);
    journal.step("propose", this::propose);
    journal.step("verify", () -> verify(candidates));
    journal.step("plan", () -> Crashes.plan("F-" + issue, Crashes.issue(issue), "d1935700"));
  }

  private static Match match(String id, double score) {
    return new Match(
        new Case(
            id, "shop", "0123", "java.lang.NullPointerException", "crash", Crashes.patch().recipe(),
            "null-skip", Case.Outcome.APPROVED, "c0ffee", Crashes.NOON),
        score);
  }

  private String reproduce() {
    thoughts
        .begin("attempt", Map.of("what", "captured values"))
        .end(End.REFUSED, Map.of("reason", "No snapshot holds the innermost call."));
    thoughts
        .begin("attempt", Map.of("what", "small inputs, searched"))
        .end(End.OK, Map.of("test", "CartCrashTest#total"));
    return "red";
  }

  private String propose() {
    for (String source : List.of("recipes", "operators", "revert")) {
      thoughts.begin("source", Map.of("what", source)).end(End.OK, Map.of("count", "7"));
    }
    return "some";
  }

  private List<Verdict> verify(int candidates) {
    Thought sandbox = thoughts.begin("sandbox", Map.of("what", "docker sha256:1234"));
    sandbox.begin("baseline", Map.of()).end(End.OK, Map.of());
    for (int i = 0; i < candidates; i++) {
      Thought candidate =
          sandbox.begin(
              "candidate",
              Map.of("what", IDEAS.get(i % IDEAS.size()), "origin", "operator:null-skip"));
      if (i == candidates / 2) {
        candidate.begin("suite", Map.of()).end(End.OK, Map.of("passed", "12 → 13"));
        candidate.end(End.OK, Map.of("verdict", "plausible"));
      } else {
        candidate.end(
            End.REFUSED,
            Map.of("verdict", "rejected", "reason", REASONS.get(i % REASONS.size())));
      }
    }
    sandbox.end(End.OK, Map.of("candidates", Integer.toString(candidates)));
    return List.of(new Verdict.Plausible(Crashes.patch(),
        Crashes.plan("F", Crashes.issue(issue), "d").proof()));
  }
}
