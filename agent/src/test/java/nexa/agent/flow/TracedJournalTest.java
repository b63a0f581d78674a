package nexa.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import nexa.repair.Change;
import nexa.repair.Decision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TracedJournalTest {

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final SdkTracerProvider tracing =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build();

  @AfterEach
  void close() {
    tracing.close();
  }

  @Test
  void steps_areSpansOfOneTrace() {
    TracedJournal journal = journal("run-1");
    journal.step("locate", () -> "here");
    journal.step("recall", () -> List.of());

    List<SpanData> ended = spans.getFinishedSpanItems();
    assertThat(ended).extracting(SpanData::getName).containsExactly("locate", "recall");
    assertThat(ended).extracting(SpanData::getTraceId).containsOnly(ended.getFirst().getTraceId());
    assertThat(ended).extracting(SpanData::getSpanId).doesNotHaveDuplicates();
  }

  @Test
  void resumedRun_goesOnInItsTrace() {
    journal("run-1").step("locate", () -> "here");
    journal("run-1").step("reproduce", () -> "red");

    assertThat(spans.getFinishedSpanItems()).extracting(SpanData::getTraceId).hasSize(2);
    assertThat(traceIds()).hasSize(1);
  }

  @Test
  void otherRun_hasAnotherTrace() {
    journal("run-1").step("locate", () -> "here");
    journal("run-2").step("locate", () -> "here");

    assertThat(traceIds()).hasSize(2);
  }

  @Test
  void failingStep_isAnError() {
    assertThatThrownBy(() -> journal("run-1").step("apply", TracedJournalTest::diskFull))
        .hasMessage("disk full");

    SpanData span = spans.getFinishedSpanItems().getFirst();
    assertThat(span.getName()).isEqualTo("apply");
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.getStatus().getDescription()).isEqualTo("disk full");
  }

  @Test
  void factsOfAResult_areAttributes() {
    journal("run-1").step("apply", () -> new Change("nexa/fix-1", "0123abcd"));

    SpanData span = spans.getFinishedSpanItems().getFirst();
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.getAttributes().get(AttributeKey.stringKey("branch"))).isEqualTo("nexa/fix-1");
    assertThat(span.getAttributes().get(AttributeKey.stringKey("nexa.run"))).isEqualTo("run-1");
  }

  private TracedJournal journal(String runId) {
    MemoryJournal memory =
        new MemoryJournal(runId, plan -> new Decision.Declined("ann", "not asked"));
    return new TracedJournal(memory, tracing.get("test"));
  }

  private List<String> traceIds() {
    return spans.getFinishedSpanItems().stream().map(SpanData::getTraceId).distinct().toList();
  }

  private static Object diskFull() {
    throw new IllegalStateException("disk full");
  }
}
