package nexa.heal.verify;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import nexa.patch.Patch;
import nexa.patch.Verdict;
import nexa.repair.Thoughts;
import nexa.repair.Thoughts.End;
import nexa.repair.Thoughts.Thought;

/**
 * The thoughts of one verification: a sandbox session, and in it each candidate from its first look to its
 * verdict. Closing it ends what is open.
 */
final class CandidateThoughts implements AutoCloseable {

  private static final String WHAT = "what";
  private static final String REASON = "reason";

  private final Thought session;
  private final Map<String, Thought> open = new LinkedHashMap<>();
  private final Set<String> judged = new HashSet<>();
  private End end = End.FAILED;

  /**
   * Begins in the step that the calling thread is in.
   *
   * @param identity the sandbox's kind and digest
   */
  CandidateThoughts(Thoughts thoughts, String identity) {
    this.session = thoughts.begin("sandbox", Map.of(WHAT, identity));
  }

  /** A candidate is looked at from now on. */
  synchronized void begin(Patch patch) {
    if (!judged.contains(patch.id())) {
      open.computeIfAbsent(patch.id(), id -> session.begin("candidate", facts(patch)));
    }
  }

  /** Begins a run of tests for a candidate that is looked at. */
  synchronized Thought suite(Patch patch) {
    begin(patch);
    return open.getOrDefault(patch.id(), Thought.UNHEARD).begin("suite", Map.of());
  }

  /** Begins the run of the tests of the deployed commit. */
  Thought baseline() {
    return session.begin("baseline", Map.of());
  }

  /** A candidate has its verdict; the first one counts. */
  synchronized void end(Verdict verdict) {
    begin(verdict.patch());
    Thought thought = open.remove(verdict.patch().id());
    judged.add(verdict.patch().id());
    if (thought == null) {
      return;
    }
    switch (verdict) {
      case Verdict.Plausible plausible ->
          thought.end(
              End.OK,
              Map.of(
                  "verdict", "plausible",
                  "risks", String.join("; ", plausible.patch().risks())));
      case Verdict.Doubtful doubtful ->
          thought.end(
              End.REFUSED, Map.of("verdict", "doubtful", REASON, doubtful.reason()));
      case Verdict.Rejected rejected ->
          thought.end(
              End.REFUSED, Map.of("verdict", "rejected", REASON, rejected.reason()));
    }
  }

  /** Nothing broke: what is still open was left. */
  synchronized void settle() {
    end = End.OK;
  }

  @Override
  public synchronized void close() {
    open.values().forEach(each -> each.end(end == End.OK ? End.LEFT : end, Map.of()));
    open.clear();
    session.end(end, Map.of("candidates", Integer.toString(judged.size())));
  }

  private static Map<String, String> facts(Patch patch) {
    return Map.of(WHAT, patch.rationale(), "origin", patch.origin().trailer());
  }
}
