package nexa.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import nexa.agent.PricesRepository;
import nexa.agent.flow.MemoryJournal;
import nexa.issue.Reproduction;
import nexa.repair.Decision;
import nexa.repair.Reproducer;
import org.junit.jupiter.api.Test;

final class HealReportTest {

  private static final Reproduction RED =
      new Reproduction("PricesTest.java", "class PricesTest {}", "PricesTest#total", 0, 2,
          Reproduction.From.SNAPSHOT, "red");

  @Test
  void runThatWasBrokenOff_tellsWhatItHadFound() {
    MemoryJournal journal =
        new MemoryJournal("1", plan -> new Decision.Approved(null, plan.digest()));
    journal.step("reproduce", () -> new Reproducer.Answer.Red(RED));

    HealReport report =
        HealReport.late(PricesRepository.issue(), journal, "late", Duration.ofSeconds(9));

    assertThat(report.verdict()).isEqualTo("error");
    assertThat(Objects.requireNonNull(report.reproduction()).testClass()).isEqualTo("PricesTest");
    assertThat(journal.begun()).contains("reproduce");
  }
}
