package nexa.agent.store;

import java.util.List;
import java.util.Optional;
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

  /** The case base that writes to the table first and to the index after. */
  public CaseBase over(CaseBase index) {
    return new CaseBase() {
      @Override
      public void remember(Case closed) {
        store
            .jdbi()
            .useHandle(
                handle -> handle.execute(
                    "INSERT INTO cases (id, document) VALUES (?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET document = excluded.document",
                    closed.id(), Json.write(closed)));
        index.remember(closed);
      }

      @Override
      public List<Match> recall(String exceptionType, String context, int matchesMax) {
        return index.recall(exceptionType, context, matchesMax);
      }
    };
  }
}
