package nexa.agent;

import java.util.stream.Stream;
import nexa.agent.effect.FixEffects;
import nexa.agent.store.Cases;
import nexa.agent.store.EventStore;
import nexa.agent.store.Fixes;
import nexa.agent.store.Grants;
import nexa.issue.Issue;
import nexa.memory.CaseBase;
import nexa.patch.Origin;

/** What Nexa learns from what a fix did. */
record Lessons(
    Fixes fixes, EventStore events, Cases cases, CaseBase memory, PatchTrust trust,
    Grants grants)
    implements
      FixEffects.Aftermath {

  @Override
  public void helped(Fixes.Fix fix) {
    events
        .issue(fix.issue())
        .filter(issue -> issue.status() == Issue.Status.OPEN)
        .ifPresent(issue -> events.setStatus(issue.id(), Issue.Status.RESOLVED));
  }

  @Override
  public void didNothing(Fixes.Fix fix) {
    recallNoMore(fix);
  }

  @Override
  public void didHarm(Fixes.Fix fix, String reason) {
    distrust(fix, "did harm: " + reason);
  }

  /** Trusts patches like a fix that did harm in a running JVM less from now on. */
  void failedInJvm(String fixId) {
    fixes.find(fixId).ifPresent(fix -> distrust(fix, "did harm in a running JVM"));
  }

  private void distrust(Fixes.Fix fix, String harm) {
    recallNoMore(fix);
    PatchTrust.Fall fall =
        trust.fall(fix.plan().diagnosis(), fix.plan().patch(), fix.plan().standing());
    grants.fall(fall.of(), fall.level(), fix.id(), fix.id() + " " + harm);
  }

  /** Takes a fix out of memory, and the case it was recalled from. */
  private void recallNoMore(Fixes.Fix fix) {
    Stream<String> origin =
        fix.plan().patch().origin() instanceof Origin.Recalled recalled
            ? Stream.of(recalled.caseId())
            : Stream.empty();
    Stream.concat(Stream.of(fix.id()), origin)
        .flatMap(id -> cases.find(id).stream())
        .forEach(failed -> memory.remember(failed.rolledBack()));
  }
}
