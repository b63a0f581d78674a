package nexa.agent.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import nexa.memory.Case;
import nexa.memory.CaseBase;
import nexa.memory.Match;

/** The case table, with the search index over it as its replica. */
public final class Cases {

  private final Store store;

  public Cases(Store store) {
    this.store = store;
  }

  /** All cases. */
  public List<Case> all() {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery("SELECT document FROM cases ORDER BY id")
                .mapTo(String.class)
                .map(document -> Json.read(document, Case.class))
                .list());
  }

  /** One case. */
  public Optional<Case> find(String id) {
    return all().stream().filter(past -> past.id().equals(id)).findFirst();
  }

  /** Keeps a case, or replaces the one with its id. */
  public void keep(Case closed) {
    store
        .jdbi()
        .useHandle(
            handle -> handle.execute(
                "INSERT INTO cases (id, document) VALUES (?, ?)"
                    + " ON CONFLICT (id) DO UPDATE SET document = excluded.document",
                closed.id(), Json.write(closed)));
  }

  /**
   * Keeps a case of the past. How it turned out since then is not forgotten: one that was rejected or
   * rolled back stays so.
   *
   * @return whether it was not known
   */
  public boolean learn(Case past) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle.execute(
                "INSERT INTO cases (id, document) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
                past.id(), Json.write(past))) > 0;
  }

  /**
   * The case base that writes to the table first and to the index after. The index is made anew when
   * another process has written to the table, as {@code nexa learn} does.
   *
   * @param rebuild makes the index hold these cases and no others
   */
  public CaseBase over(CaseBase index, Consumer<Stream<Case>> rebuild) {
    AtomicLong seen = new AtomicLong(foreignChanges());
    return new CaseBase() {
      @Override
      public void remember(Case closed) {
        keep(closed);
        index.remember(closed);
      }

      @Override
      public List<Match> recall(String exceptionType, String context, int matchesMax) {
        long now = foreignChanges();
        if (seen.getAndSet(now) != now) {
          rebuild.accept(all().stream());
        }
        return index.recall(exceptionType, context, matchesMax);
      }
    };
  }

  /** A number that changes when another connection has written to the database. */
  private long foreignChanges() {
    return store
        .jdbi()
        .withHandle(handle -> handle.createQuery("PRAGMA data_version").mapTo(long.class).one());
  }
}
