package nexa.agent.store;

import java.util.List;
import nexa.heal.classify.Correction;
import nexa.heal.classify.Corrections;
import nexa.issue.Category;

/** What people said that events really are, in the store; at most {@value #KEPT_MAX}. */
public final class SqlCorrections implements Corrections {

  private static final int KEPT_MAX = 10_000;

  private final Store store;

  public SqlCorrections(Store store) {
    this.store = store;
  }

  @Override
  public void keep(Correction correction) {
    store.jdbi().useTransaction(
        handle -> {
          handle.execute(
              "INSERT INTO corrections (root_type, text, category) VALUES (?, ?, ?)",
              correction.rootType(), correction.text(), correction.category().name());
          handle.execute(
              "DELETE FROM corrections WHERE id <= (SELECT max(id) FROM corrections) - ?",
              KEPT_MAX);
        });
  }

  @Override
  public List<Correction> newest(int max) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT root_type, text, category FROM corrections ORDER BY id DESC LIMIT ?")
                .bind(0, max)
                .map(
                    (row, context) -> new Correction(
                        row.getString(1), row.getString(2), Category.valueOf(row.getString(3))))
                .list());
  }
}
