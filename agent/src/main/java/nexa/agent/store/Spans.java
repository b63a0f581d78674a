package nexa.agent.store;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The spans of healing runs, kept in the database when they begin and when they end, and told by the feed.
 * It is a part of the tracer, so that what is kept and shown is what an OpenTelemetry backend gets.
 */
public final class Spans implements SpanProcessor {

  /** The attribute that names a span's run. Only spans of runs are kept. */
  public static final AttributeKey<String> RUN = AttributeKey.stringKey("nexa.run");

  /** The attribute that says how a span ended, when neither well nor by an error. */
  public static final AttributeKey<String> STATE = AttributeKey.stringKey("nexa.state");

  /** How many are given at once, the newest. A run has some 200. */
  static final int READ_MAX = 3_000;

  private static final String OWN = "nexa.";
  private static final String RUNNING = "running";

  private final Store store;
  private final Feed feed;

  public Spans(Store store, Feed feed) {
    this.store = store;
    this.feed = feed;
  }

  /**
   * One span as the page shows it.
   *
   * @param id 16 hex digits, as in the trace
   * @param parent the span it is within, null for a step
   * @param state running, ok, refused, left, failed, or cut where the daemon stopped within it
   * @param started in milliseconds since 1970
   * @param ended null while it runs, and where it was cut
   * @param facts by name, in order
   */
  public record Thought(
      String run,
      String id,
      @Nullable String parent,
      String name,
      String state,
      long started,
      @Nullable Long ended,
      Map<String, String> facts) {}

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  /** A span that names its run is a step; one within a span of a run belongs to that run. */
  @Override
  public void onStart(Context context, ReadWriteSpan span) {
    String parent = null;
    if (span.getAttribute(RUN) == null
        && Span.fromContext(context) instanceof ReadableSpan above
        && above.getAttribute(RUN) instanceof String run) {
      parent = above.getSpanContext().getSpanId();
      span.setAttribute(RUN, run);
    }
    String run = span.getAttribute(RUN);
    if (run == null) {
      return;
    }
    SpanData data = span.toSpanData();
    Thought thought =
        new Thought(
            run, data.getSpanId(), parent, data.getName(), RUNNING,
            TimeUnit.NANOSECONDS.toMillis(data.getStartEpochNanos()), null, facts(data));
    told(
        thought,
        handle -> handle.execute(
            "INSERT INTO spans (id, run, parent, name, state, started, facts)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)",
            thought.id(), run, thought.parent(), thought.name(), RUNNING, thought.started(),
            Json.write(thought.facts())));
  }

  @Override
  public void onEnd(ReadableSpan span) {
    String run = span.getAttribute(RUN);
    if (run == null) {
      return;
    }
    SpanData data = span.toSpanData();
    String state = state(span, data);
    long ended = TimeUnit.NANOSECONDS.toMillis(data.getEndEpochNanos());
    Map<String, String> facts = facts(data);
    Thought thought =
        new Thought(
            run, data.getSpanId(), parent(data.getSpanId()), data.getName(), state,
            TimeUnit.NANOSECONDS.toMillis(data.getStartEpochNanos()), ended, facts);
    told(
        thought,
        handle -> handle.execute(
            "UPDATE spans SET state = ?, ended = ?, facts = ? WHERE id = ?",
            state, ended, Json.write(facts), thought.id()));
  }

  private static String state(ReadableSpan span, SpanData data) {
    if (data.getStatus().getStatusCode() == StatusCode.ERROR) {
      return "failed";
    }
    String said = span.getAttribute(STATE);
    return said == null ? "ok" : said;
  }

  /** What is said of a span, without what Nexa says to itself; why it failed is the status's. */
  private static Map<String, String> facts(SpanData data) {
    Map<String, String> facts = new TreeMap<>();
    data.getAttributes()
        .forEach(
            (key, value) -> {
              if (!key.getKey().startsWith(OWN) && !value.toString().isEmpty()) {
                facts.put(key.getKey(), value.toString());
              }
            });
    if (!data.getStatus().getDescription().isEmpty()) {
      facts.putIfAbsent("reason", data.getStatus().getDescription());
    }
    return facts;
  }

  private @Nullable String parent(String id) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery("SELECT parent FROM spans WHERE id = ? AND parent IS NOT NULL")
                .bind(0, id)
                .mapTo(String.class)
                .findOne())
        .orElse(null);
  }

  /** Writes in one transaction with the news of it. */
  private void told(Thought thought, Consumer<Handle> change) {
    feed.published(
        store
            .jdbi()
            .inTransaction(
                handle -> {
                  change.accept(handle);
                  return feed.append(
                      handle, "thought.added", new News(issue(handle, thought.run()), thought));
                }));
  }

  private static String issue(Handle handle, String run) {
    return handle
        .createQuery("SELECT issue FROM runs WHERE id = ?")
        .bind(0, run)
        .mapTo(String.class)
        .findOne()
        .orElse("");
  }

  /** What the feed says of a thought. */
  private record News(String issue, Thought thought) {}

  /** What of a run was under way when its daemon, or the run itself, broke off is under way no more. */
  public void cutShort(String run) {
    store
        .jdbi()
        .useHandle(
            handle -> handle.execute(
                "UPDATE spans SET state = 'cut' WHERE run = ? AND state = ?", run, RUNNING));
  }

  /** The spans of an issue's runs, in the order they began; only the newest {@value #READ_MAX}. */
  public List<Thought> ofIssue(String issue) {
    return ofRun(issue, "");
  }

  /** The spans of one of an issue's runs, of all for an empty one. */
  public List<Thought> ofRun(String issue, String run) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT * FROM (SELECT spans.*, spans.rowid AS number, runs.started AS begun"
                        + " FROM spans JOIN runs ON runs.id = spans.run"
                        + " WHERE runs.issue = ? AND ? IN ('', runs.id)"
                        + " ORDER BY begun DESC, spans.started DESC, number DESC LIMIT ?)"
                        + " ORDER BY begun, started, number")
                .bind(0, issue)
                .bind(1, run)
                .bind(2, READ_MAX)
                .map((row, context) -> thought(row))
                .list());
  }

  @SuppressWarnings("unchecked") // facts are written as a map of texts
  private static Thought thought(ResultSet row) throws SQLException {
    long ended = row.getLong("ended");
    return new Thought(
        row.getString("run"),
        row.getString("id"),
        row.getString("parent"),
        row.getString("name"),
        row.getString("state"),
        row.getLong("started"),
        row.getObject("ended") == null ? null : ended,
        Json.read(row.getString("facts"), Map.class));
  }
}
