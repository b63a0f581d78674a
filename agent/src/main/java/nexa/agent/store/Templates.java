package nexa.agent.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexa.collect.template.Template;
import nexa.collect.template.TemplateMiner;
import nexa.event.Event;
import nexa.event.StackTrace;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The templates of the events' messages, with ids that outlive the process.
 *
 * <p>A miner depends on nothing but the messages and their order. So the database has what it knew at
 * a checkpoint, and the messages since then, each stored in the transaction of its event: after a kill
 * these are matched once more, and every stored id means what it meant. A miner that is ahead of the
 * database, as the transaction failed, is read anew.
 */
final class Templates {

  private static final Logger log = LoggerFactory.getLogger(Templates.class);

  /** How many messages a start has to match at most. */
  static final int CHECKPOINT_EVERY = 1_000;

  private static final int SHOWN_MAX = 5;

  private final Store store;

  /** Guarded by the lock of this object, which nobody holds who waits for a connection. */
  private TemplateMiner miner = new TemplateMiner();

  Templates(Store store) {
    this.store = store;
    store.jdbi().useHandle(this::restore);
  }

  /** Counts the message of a new event, within its transaction; gives its template's id. */
  synchronized long add(Handle handle, Event event) {
    if (newest(handle) != miner.messages()) {
      restore(handle);
    }
    String message = message(event);
    long id = miner.match(message).id();
    handle.execute(
        "INSERT INTO template_messages (number, message) VALUES (?, ?)", miner.messages(), message);
    if (miner.messages() % CHECKPOINT_EVERY == 0) {
      checkpoint(handle);
    }
    return id;
  }

  /** The templates of an issue's events that are kept, the most frequent among them first. */
  List<Template> ofIssue(String issueId) {
    List<Long> ids =
        store
            .jdbi()
            .withHandle(
                handle -> handle
                    .createQuery(
                        "SELECT template FROM events WHERE issue = ? AND template IS NOT NULL"
                            + " GROUP BY template ORDER BY count(*) DESC, template")
                    .bind(0, issueId)
                    .mapTo(long.class)
                    .list());
    return ids.stream().flatMap(id -> find(id).stream()).distinct().limit(SHOWN_MAX).toList();
  }

  /** The templates of an issue's newest events, by the event's id. */
  Map<String, Template> byEvent(String issueId, int eventsMax) {
    Map<String, Long> ids = new HashMap<>();
    store
        .jdbi()
        .useHandle(
            handle -> handle
                .createQuery(
                    "SELECT id, template FROM events WHERE issue = ? AND template IS NOT NULL"
                        + " ORDER BY time DESC LIMIT ?")
                .bind(0, issueId)
                .bind(1, eventsMax)
                .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(row -> ids.put(row.getKey(), row.getValue())));
    Map<String, Template> templates = new HashMap<>();
    ids.forEach((event, id) -> find(id).ifPresent(template -> templates.put(event, template)));
    return templates;
  }

  /** What an id means now; empty for one that was forgotten. */
  private synchronized Optional<Template> find(long id) {
    return miner.template(id);
  }

  /** As much of it as the miner looks at, and as the database gives it back. */
  private static String message(Event event) {
    StackTrace trace = event.stackTrace();
    String message =
        trace != null && event.message().isBlank() ? trace.messageOrType() : event.message();
    String begun = message.substring(0, Math.min(message.length(), TemplateMiner.CHARS_MAX));
    return new String(begun.getBytes(UTF_8), UTF_8);
  }

  /** The number of the newest message that is stored, 0 when there is none. */
  private static long newest(Handle handle) {
    return handle
        .createQuery("SELECT coalesce(max(number), 0) FROM template_messages")
        .mapTo(long.class)
        .one();
  }

  private synchronized void restore(Handle handle) {
    miner = checkpointed(handle);
    handle
        .createQuery("SELECT message FROM template_messages WHERE number > ? ORDER BY number")
        .bind(0, miner.messages())
        .mapTo(String.class)
        .forEach(message -> miner.match(message));
  }

  private static TemplateMiner checkpointed(Handle handle) {
    List<String> state =
        handle
            .createQuery("SELECT line FROM template_state ORDER BY number")
            .mapTo(String.class)
            .list();
    try {
      return TemplateMiner.restored(state);
    } catch (IllegalArgumentException e) { // of another version; ids still name one kind each
      log.warn("msg=\"templates are found anew\" reason=\"{}\"", e.toString());
      handle.execute("DELETE FROM template_messages");
      handle.execute("DELETE FROM template_state");
      return new TemplateMiner();
    }
  }

  private void checkpoint(Handle handle) {
    handle.execute("DELETE FROM template_state");
    PreparedBatch lines =
        handle.prepareBatch("INSERT INTO template_state (number, line) VALUES (?, ?)");
    int number = 0;
    for (String line : miner.state()) {
      lines.add(number++, line);
    }
    lines.execute();
    handle.execute("DELETE FROM template_messages WHERE number < ?", miner.messages());
  }
}
