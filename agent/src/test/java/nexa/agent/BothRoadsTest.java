package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import nexa.agent.store.EventStore;
import nexa.agent.store.Feed;
import nexa.agent.store.Grouping;
import nexa.agent.store.Json;
import nexa.agent.store.Store;
import nexa.collect.AgentEvents;
import nexa.collect.JavaStackTraces;
import nexa.event.Batch;
import nexa.event.Event;
import nexa.event.Severity;
import nexa.heal.classify.Classifier;
import nexa.heal.classify.Corrections;
import nexa.issue.Issue;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One crash that comes by both roads, the javaagent's and the log's, is one issue. */
final class BothRoadsTest {

  private static final Service SERVICE =
      new Service("app", null, "main", List.of("nexa.agent"), TrustLevel.PROPOSE, List.of());
  private static final int FRAMES_SENT_MAX = 256;

  @TempDir
  private Path home;

  @ParameterizedTest
  @MethodSource("crashes")
  void crashByBothRoads_isOneIssue(Throwable thrown) {
    Grouping grouping = new IssueGroups(
        new Services(List.of(SERVICE)), new Classifier(Corrections.inMemory(1)));
    Event sent = AgentEvents.decodeEvent(Json.write(event(thrown)), "app", null);
    Event printed = printed(thrown);

    Grouping.Grouped bySending = grouping.group(sent);
    assertThat(grouping.group(printed)).isEqualTo(bySending);
    assertThat(issues(grouping, sent, printed))
        .singleElement()
        .satisfies(
            issue -> {
              assertThat(issue.fingerprint()).isEqualTo(bySending.fingerprint());
              assertThat(issue.inputs()).containsExactlyInAnyOrder("javaagent", "logfile");
            });
  }

  private static Stream<Named<Throwable>> crashes() {
    IllegalStateException suppressing = new IllegalStateException("closing", plain());
    suppressing.addSuppressed(new IllegalArgumentException("also", plain()));
    return Stream.of(
        Named.of("plain", plain()),
        Named.of("message of several lines", new IllegalStateException("one\n two\n\tthree")),
        Named.of("wrapped", new IllegalStateException("outer", new RuntimeException(plain()))),
        Named.of("suppressed", suppressing),
        Named.of("lambda", caught(() -> Integer.parseInt("x"))),
        Named.of("anonymous class", caught(anonymous())),
        Named.of("stack overflow", caught(() -> deeper(1))),
        Named.of("wrapped stack overflow", new IllegalStateException(caught(() -> deeper(1)))));
  }

  private static Throwable plain() {
    return caught(() -> Objects.requireNonNull(null, "price").toString());
  }

  private static Callable<Object> anonymous() {
    return new Callable<>() {
      @Override
      public Object call() {
        Supplier<Object> inner = () -> List.of().getFirst();
        return inner.get();
      }
    };
  }

  private static int deeper(int depth) {
    return depth == 0 ? 0 : 1 + deeper(depth + 1);
  }

  private static Throwable caught(Callable<?> body) {
    try {
      throw new AssertionError("Nothing thrown but " + body.call());
    } catch (Exception | StackOverflowError e) {
      return e;
    }
  }

  /** The event as the javaagent sends it: every level has its own frames, of which it sends some. */
  private static Map<String, @Nullable Object> event(Throwable thrown) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("id", "sent");
    event.put("timeUnixMs", 1);
    event.put("kind", "uncaught");
    event.put("severity", "ERROR");
    event.put("message", "");
    event.put("exception", exception(thrown));
    return event;
  }

  private static @Nullable Map<String, @Nullable Object> exception(@Nullable Throwable thrown) {
    if (thrown == null) {
      return null;
    }
    Map<String, @Nullable Object> exception = new LinkedHashMap<>();
    exception.put("type", thrown.getClass().getName());
    exception.put("message", thrown.getMessage());
    exception.put(
        "frames",
        Stream.of(thrown.getStackTrace()).limit(FRAMES_SENT_MAX).map(BothRoadsTest::frame)
            .toList());
    exception.put("cause", exception(thrown.getCause()));
    exception.put(
        "suppressed", Stream.of(thrown.getSuppressed()).map(BothRoadsTest::exception).toList());
    return exception;
  }

  private static Map<String, @Nullable Object> frame(StackTraceElement element) {
    Map<String, @Nullable Object> frame = new LinkedHashMap<>();
    frame.put("class", element.getClassName());
    frame.put("method", element.getMethodName());
    frame.put("file", element.getFileName());
    frame.put("line", element.getLineNumber());
    return frame;
  }

  private static Event printed(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return new Event(
        "printed", "app", Instant.EPOCH, Severity.ERROR, "logfile", "", null,
        JavaStackTraces.find(text.toString()).getFirst(), null, null);
  }

  private List<Issue> issues(Grouping grouping, Event... events) {
    try (Store store = Store.open(home, Clock.systemUTC())) {
      EventStore stored =
          new EventStore(store, new Feed(store, Clock.systemUTC()), grouping, issue -> {});
      for (Event event : events) {
        stored.accept(new Batch(event.input(), List.of(event), null));
      }
      return stored.issues();
    }
  }
}
