package nexa.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import nexa.agent.flow.MemoryJournal;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import nexa.issue.Reproduction;
import nexa.repair.Decision;
import nexa.repair.Reproducer;
import org.junit.jupiter.api.Test;

final class HealReportTest {

  private static final Frame FRAME = new Frame("com.acme.Prices", "total", "Prices.java", 14);
  private static final Reproduction RED =
      new Reproduction("PricesTest.java", "class PricesTest {}", "PricesTest#total", 0, 2,
          Reproduction.From.SNAPSHOT, "red");

  @Test
  void runThatWasBrokenOff_tellsWhatItHadFound() {
    MemoryJournal journal =
        new MemoryJournal("1", plan -> new Decision.Approved(null, plan.digest()));
    journal.step("reproduce", () -> new Reproducer.Answer.Red(RED));

    HealReport report = HealReport.late(issue(), journal, "late", Duration.ofSeconds(9));

    assertThat(report.verdict()).isEqualTo("error");
    assertThat(Objects.requireNonNull(report.reproduction()).testClass()).isEqualTo("PricesTest");
    assertThat(journal.begun()).contains("reproduce");
  }

  private static Issue issue() {
    StackTrace trace =
        new StackTrace("java.lang.NullPointerException", null, List.of(FRAME), null, List.of());
    return new Issue(
        "1", "prices", new Fingerprint("f"), "NPE", trace.exceptionType(), FRAME,
        Issue.Status.OPEN, 1, Instant.EPOCH, Instant.EPOCH, Set.of("javaagent"), "first", null,
        trace, List.of(FRAME), null);
  }
}
