package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import nexa.agent.flow.RepairFlow;
import nexa.heal.sandbox.Sandbox;
import nexa.issue.Diagnosis;
import nexa.issue.Issue;
import nexa.issue.Location;
import nexa.issue.Reproduction;
import nexa.issue.TrustLevel;
import nexa.memory.Case;
import nexa.memory.CaseBase;
import nexa.memory.Match;
import nexa.patch.Patch;
import nexa.repair.FakeJournal;
import nexa.repair.Locator;
import nexa.repair.Outcome;
import nexa.repair.Reproducer;
import nexa.repair.Requests;
import nexa.repair.Standing;
import nexa.repair.Triage;
import nexa.repair.Trust;
import nexa.repair.Verifier;
import org.junit.jupiter.api.Test;

final class OneShotTest {

  private static final Reproduction RED =
      new Reproduction("PricesTest.java", "", "PricesTest#total", 0, 2, Reproduction.From.SNAPSHOT,
          "red");

  /** The engine may go away between the reproduction and the verification. */
  @Test
  void sandboxLostDuringVerification_abstainsWithTheNextStep() {
    Verifier lost =
        (diagnosis, reproduction, candidates) -> {
          throw new Sandbox.Unavailable("Start dockerd.", null);
        };

    Outcome outcome =
        OneShot.healed(() -> flow(lost).repair(PricesRepository.issue(), new FakeJournal()));

    assertThat(outcome).isEqualTo(new Outcome.Abstained("Start dockerd."));
  }

  private static RepairFlow flow(Verifier verifier) {
    return new RepairFlow(
        new RepairFlow.Stages(
            issue -> new Locator.Answer.Found(
                new Diagnosis(
                    issue, "c0ffee",
                    List.of(new Location("Prices.java", "com.acme.Prices", "total", 14, 0)))),
            (diagnosis, matches) -> new Triage.Answer.Code(),
            diagnosis -> new Reproducer.Answer.Red(RED),
            diagnosis -> "context",
            new NoCases(),
            List.of(),
            verifier,
            (diagnosis, reproduction, best) -> {
              throw new AssertionError("nothing was verified");
            },
            (plan, approval) -> {
              throw new AssertionError("nothing was planned");
            },
            (plan, change) -> {
              throw new AssertionError("nothing was committed");
            },
            (plan, change, approval) -> {
              throw new AssertionError("nothing was applied");
            },
            Requests.NONE,
            (diagnosis, patch) -> patch.id()),
        new Proposed(),
        Clock.systemUTC());
  }

  /** Trust in a service that is proposed to. */
  private record Proposed() implements Trust {

    @Override
    public TrustLevel of(Issue issue) {
      return TrustLevel.PROPOSE;
    }

    @Override
    public Standing of(Diagnosis diagnosis, Patch patch) {
      throw new AssertionError("nothing was verified");
    }
  }

  /** A memory of nothing. */
  private record NoCases() implements CaseBase {

    @Override
    public void remember(Case closed) {
      throw new AssertionError("nothing was fixed");
    }

    @Override
    public List<Match> recall(String exceptionType, String context, int matchesMax) {
      return List.of();
    }
  }
}
