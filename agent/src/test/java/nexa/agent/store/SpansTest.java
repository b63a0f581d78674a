package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import nexa.agent.flow.MemoryJournal;
import nexa.agent.flow.SpannedThoughts;
import nexa.agent.flow.TracedJournal;
import nexa.agent.store.Spans.Thought;
import nexa.repair.Change;
import nexa.repair.Decision;
import nexa.repair.Journal;
import nexa.repair.Locator;
import nexa.repair.Thoughts;
import nexa.repair.Thoughts.End;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpansTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final String HOSTILE = "</script><img src=x onerror=alert(1)>\u0000\u202e";

  @TempDir
  private Path home;
  private Store store;
  private Feed feed;
  private Spans spans;
  private final InMemorySpanExporter exported = InMemorySpanExporter.create();
  private SdkTracerProvider tracing;
  private Tracer tracer;
  private Thoughts thoughts;

  @BeforeEach
  void open() {
    store = Store.open(home, CLOCK);
    feed = new Feed(store, CLOCK);
    spans = new Spans(store, feed);
    tracing =
        SdkTracerProvider.builder()
            .addSpanProcessor(spans)
            .addSpanProcessor(SimpleSpanProcessor.create(exported))
            .build();
    tracer = tracing.get("test");
    thoughts = new SpannedThoughts(tracer);
    for (String run : List.of("r1", "r2")) {
      RunRows.running(store, run, "SHOP-1");
    }
  }

  @AfterEach
  void close() {
    tracing.close();
    store.close();
  }

  @Test
  void step_isASpanWithItsFactsAndOutlivesTheDaemon() {
    journal("r1").step("apply", () -> new Change("b", "c"));
    close();
    open();

    assertThat(spans.ofIssue("SHOP-1"))
        .singleElement()
        .satisfies(
            thought -> {
              assertThat(thought.name()).isEqualTo("apply");
              assertThat(thought.state()).isEqualTo("ok");
              assertThat(thought.parent()).isNull();
              assertThat(thought.ended()).isNotNull().isGreaterThanOrEqualTo(thought.started());
              assertThat(thought.facts()).isEqualTo(Map.of("branch", "b", "commit", "c"));
            });
  }

  @Test
  void spansOfAnExport_areThoseKept() {
    journal("r1").step(
        "verify",
        () -> {
          thoughts.begin("sandbox", Map.of()).end(End.OK, Map.of());
          return "done";
        });

    assertThat(exported.getFinishedSpanItems())
        .extracting(SpanData::getSpanId)
        .containsExactlyInAnyOrderElementsOf(ids());
    SpanData within = exported.getFinishedSpanItems().getFirst();
    assertThat(within.getParentSpanId())
        .isEqualTo(spans.ofIssue("SHOP-1").getLast().parent())
        .isEqualTo(spans.ofIssue("SHOP-1").getFirst().id());
  }

  @Test
  void thoughtsWithinAStep_haveParentsAcrossThreads() {
    journal("r1").step(
        "verify",
        () -> {
          Thoughts.Thought sandbox = thoughts.begin("sandbox", Map.of("what", "docker"));
          onAnotherThread(
              () -> {
                Thoughts.Thought candidate = sandbox.begin("candidate", Map.of("what", "a guard"));
                candidate.begin("suite", Map.of()).end(End.OK, Map.of("passed", "3"));
                candidate.end(
                    End.REFUSED, Map.of("verdict", "rejected", "reason", "still red"));
              });
          sandbox.end(End.OK, Map.of());
          return "done";
        });

    List<Thought> all = spans.ofIssue("SHOP-1");
    assertThat(all).extracting(Thought::name)
        .containsExactly("verify", "sandbox", "candidate", "suite");
    for (int i = 1; i < all.size(); i++) {
      assertThat(all.get(i).parent()).isEqualTo(all.get(i - 1).id());
    }
    assertThat(all.get(2).state()).isEqualTo("refused");
    assertThat(all.get(2).facts())
        .containsEntry("what", "a guard").containsEntry("reason", "still red");
  }

  @Test
  void eachBeginAndEnd_isToldByTheFeed() {
    journal("r1").step("locate", () -> new Locator.Answer.Nowhere("no repository"));

    List<Feed.Entry> told = feed.after(0);
    assertThat(told).extracting(Feed.Entry::name).containsExactly("thought.added", "thought.added");
    assertThat(told.getFirst().document())
        .contains("\"issue\":\"SHOP-1\"", "\"state\":\"running\"");
    assertThat(told.getLast().document())
        .contains("\"state\":\"refused\"", "no repository");
  }

  @Test
  void failingStep_saysWhy() {
    assertThatThrownBy(
        () -> journal("r1").step(
            "apply",
            () -> {
              throw new IllegalStateException("disk full");
            }))
        .hasMessage("disk full");

    assertThat(spans.ofIssue("SHOP-1"))
        .singleElement()
        .satisfies(
            thought -> {
              assertThat(thought.state()).isEqualTo("failed");
              assertThat(thought.facts()).containsEntry("reason", "disk full");
            });
  }

  @Test
  void whatAKilledDaemonLeft_isCutShortAndNothingElse() {
    journal("r1").step("locate", () -> "here");
    tracer.spanBuilder("apply").setAttribute(Spans.RUN, "r1").startSpan();
    tracer.spanBuilder("apply").setAttribute(Spans.RUN, "r2").startSpan();

    spans.cutShort("r1");

    assertThat(spans.ofIssue("SHOP-1"))
        .extracting(Thought::run, Thought::state)
        .containsExactly(
            tuple("r1", "ok"),
            tuple("r1", "cut"),
            tuple("r2", "running"));
    assertThat(spans.ofRun("SHOP-1", "r2")).hasSize(1);
    assertThat(spans.ofRun("SHOP-2", "r2")).isEmpty();
  }

  @Test
  void spanOfNoRun_isNotKept() {
    tracer.spanBuilder("other").startSpan().end();
    thoughts.begin("sandbox", Map.of()).end(End.OK, Map.of());

    assertThat(ids()).isEmpty();
    assertThat(feed.after(0)).isEmpty();
  }

  @Test
  void hostileAndLongTexts_areKeptAsTextAndCut() {
    journal("r1").step(
        "verify",
        () -> {
          thoughts.begin("candidate", Map.of("what", HOSTILE, "long", "x".repeat(100_000)))
              .end(End.REFUSED, Map.of("reason", "y".repeat(100_000), "empty", ""));
          return "done";
        });

    Map<String, String> facts = spans.ofIssue("SHOP-1").getLast().facts();
    assertThat(facts).containsEntry("what", HOSTILE).doesNotContainKey("empty");
    assertThat(facts.get("long")).hasSize(301).endsWith("…");
    assertThat(facts.get("reason")).hasSize(301);
  }

  @Test
  void moreThanAnybodyReads_givesTheNewest() {
    Journal journal = journal("r1");
    journal.step(
        "verify",
        () -> {
          for (int i = 0; i < Spans.READ_MAX; i++) {
            thoughts.begin("candidate", Map.of("what", "n" + i)).end(End.OK, Map.of());
          }
          return "done";
        });

    List<Thought> all = spans.ofIssue("SHOP-1");
    assertThat(all).hasSize(Spans.READ_MAX);
    assertThat(all.getFirst().facts()).containsEntry("what", "n0");
    assertThat(all.getLast().facts()).containsEntry("what", "n" + (Spans.READ_MAX - 1));
  }

  private List<String> ids() {
    return spans.ofIssue("SHOP-1").stream().map(Thought::id).toList();
  }

  private Journal journal(String run) {
    return new TracedJournal(
        new MemoryJournal(run, plan -> new Decision.Declined("ann", "not asked")), tracer);
  }

  private static void onAnotherThread(Runnable work) {
    try {
      Thread.ofPlatform().start(work).join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
