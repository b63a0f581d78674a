package nexa.agent.web;

import io.javalin.http.Context;
import java.util.List;
import nexa.agent.store.AuditLog;
import nexa.agent.store.Store;
import org.jspecify.annotations.Nullable;

/** The route of the audit log: who decided what, and whether anybody changed it since. */
final class AuditRoutes {

  private static final int LIMIT_DEFAULT = 50;
  private static final int LIMIT_MAX = 500;

  private final Door door;
  private final Store store;
  private final AuditLog audit;

  AuditRoutes(Door door, WebServer.Parts parts) {
    this.door = door;
    this.store = parts.store();
    this.audit = new AuditLog(parts.clock());
  }

  /**
   * A part of the log, the newest entry first.
   *
   * @param intact whether each entry of the whole log follows from the one before it
   * @param broken the first that does not, null when all do
   * @param cursor where older entries begin, null when these are the oldest
   */
  private record Page(
      String schema,
      long count,
      String head,
      boolean intact,
      @Nullable Long broken,
      List<AuditLog.Entry> entries,
      @Nullable Long cursor) {}

  void addTo(Routes routes) {
    routes.get("/api/v1/audit", "Who decided what", door::requireRead, this::page);
  }

  private Object page(Context context) {
    int limit = Routes.number(context, "limit", LIMIT_DEFAULT, LIMIT_MAX);
    int before = Routes.number(context, "cursor", Integer.MAX_VALUE, Integer.MAX_VALUE);
    AuditLog.State state = audit.state(store);
    List<AuditLog.Entry> entries = audit.before(store, before, limit);
    Long oldest = entries.isEmpty() ? null : entries.getLast().id();
    boolean hasOlder = oldest != null && !audit.before(store, oldest, 1).isEmpty();
    return new Page(
        "nexa.audit/1", state.entries(), state.head(), state.broken() == null, state.broken(),
        entries, hasOlder ? oldest : null);
  }
}
