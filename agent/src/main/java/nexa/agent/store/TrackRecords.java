package nexa.agent.store;

import java.util.List;

/**
 * What people made of the patches of each origin, since somebody last said how far they are trusted. What
 * was not needed any more, as another fix was merged, speaks neither for nor against it.
 */
public final class TrackRecords {

  private static final String QUERY =
      """
      SELECT fixes.origin,
        sum(fixes.status IN ('approved', 'applied') AND fixes.asked) AS approved,
        sum(fixes.status IN ('approved', 'applied') AND NOT fixes.asked) AS unasked,
        sum(fixes.status = 'rejected' AND NOT fixes.withdrawn) AS rejected,
        sum(EXISTS (SELECT 1 FROM cases WHERE cases.id = fixes.id
          AND json_extract(cases.document, '$.outcome') = 'ROLLED_BACK')) AS harmed
      FROM fixes JOIN issues ON issues.id = fixes.issue
      WHERE issues.service = ? AND fixes.origin <> '' AND fixes.decided >
        (SELECT coalesce(max(grants.time), 0) FROM grants
          WHERE grants.service = issues.service AND grants.origin IN (fixes.origin, ''))
      GROUP BY fixes.origin ORDER BY fixes.origin
      """;

  private final Store store;

  public TrackRecords(Store store) {
    this.store = store;
  }

  /**
   * One origin's fixes of a service.
   *
   * @param origin as {@code Nexa-Source} in a commit names it
   * @param approved by a person
   * @param unasked carried out without asking
   * @param harmed taken out of a running JVM because it did harm
   */
  public record Track(String origin, int approved, int unasked, int rejected, int harmed) {

    /** Whether every one was good. */
    public boolean isSpotless() {
      return rejected == 0 && harmed == 0;
    }
  }

  /** The records of a service, by origin. */
  public List<Track> ofService(String service) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(QUERY)
                .bind(0, service)
                .map(
                    (row, context) -> new Track(
                        row.getString("origin"), row.getInt("approved"), row.getInt("unasked"),
                        row.getInt("rejected"), row.getInt("harmed")))
                .list());
  }
}
