package nexa.agent.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** How far people trust which patches, as they set it, and where a fix that did harm lowered it. */
public final class Grants {

  private static final String COLUMNS = "service, origin, package, level, actor, time, reason, fix";

  /** Who lowers a level by itself. */
  private static final String ITSELF = "nexa";

  private final Store store;
  private final Feed feed;
  private final InstantSource clock;
  private final AuditLog audit;

  public Grants(Store store, Feed feed, InstantSource clock) {
    this.store = store;
    this.feed = feed;
    this.clock = clock;
    this.audit = new AuditLog(clock);
  }

  /**
   * A class of patches.
   *
   * @param origin where they come from, as {@code Nexa-Source} in a commit names it; empty for anywhere
   * @param inPackage the package all changed classes are in or below; empty for any
   */
  public record PatchClass(String service, String origin, String inPackage) {

    /** All patches of a service. */
    public static PatchClass all(String service) {
      return new PatchClass(service, "", "");
    }

    /** Whether all of another class's patches are of this one, too. */
    public boolean covers(PatchClass other) {
      return service.equals(other.service) && isOf(other.origin) && holds(other.inPackage);
    }

    /** Whether patches of an origin are among these: {@code operator:x} is one of {@code operator}. */
    public boolean isOf(String otherOrigin) {
      return origin.isEmpty() || otherOrigin.equals(origin) || otherOrigin.startsWith(origin + ":");
    }

    /** Whether patches to classes of a package are among these. */
    public boolean holds(String otherPackage) {
      return inPackage.isEmpty() || otherPackage.equals(inPackage)
          || otherPackage.startsWith(inPackage + ".");
    }

    /** The class in words. */
    public String text() {
      return service + (origin.isEmpty() ? "" : " " + origin)
          + (inPackage.isEmpty() ? "" : " in " + inPackage);
    }
  }

  /**
   * The level of a class.
   *
   * @param by who set it
   * @param fix the fix whose harm lowered it, null when a person set it
   */
  public record Grant(
      PatchClass of, TrustLevel level, String by, Instant time, String reason,
      @Nullable String fix) {}

  /** The most exact last: the place counts first, then where patches come from. */
  public static final Comparator<Grant> EXACTNESS =
      Comparator.<Grant>comparingInt(grant -> grant.of().inPackage().length())
          .thenComparingInt(grant -> grant.of().origin().length());

  /**
   * How far a class is trusted: by what was set for the most exact class that covers it, else as its
   * service is configured.
   *
   * @param set what was set for the service
   */
  public static TrustLevel level(List<Grant> set, Service service, PatchClass patches) {
    return set.stream()
        .filter(grant -> grant.of().covers(patches))
        .max(EXACTNESS)
        .map(Grant::level)
        .orElse(service.trust());
  }

  /**
   * How far a service is trusted as a whole: as somebody set it, else as it is configured.
   *
   * @param set what was set for the service
   */
  public static TrustLevel level(List<Grant> set, Service service) {
    return level(set, service, PatchClass.all(service.name()));
  }

  /** The levels of a service's classes, the whole service first. */
  public List<Grant> ofService(String service) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT " + COLUMNS + " FROM grants WHERE service = ? AND level IS NOT NULL"
                        + " AND id IN (SELECT max(id) FROM grants GROUP BY service, origin, package)"
                        + " ORDER BY origin, package")
                .bind(0, service)
                .map((row, context) -> grant(row))
                .list());
  }

  /**
   * Sets the level of a class.
   *
   * @param level null for what held before anybody set one
   */
  public void set(PatchClass patches, @Nullable TrustLevel level, String by, String reason) {
    feed.published(
        store
            .jdbi()
            .inTransaction(handle -> insert(handle, patches, level, by, reason, null)));
  }

  /**
   * Lowers a class, once a fix, because that fix did harm; a class that is no higher stays as it is.
   *
   * @return whether it was lowered by this
   */
  public boolean fall(PatchClass patches, TrustLevel level, String fix, String reason) {
    Optional<Feed.Entry> news =
        store
            .jdbi()
            .inTransaction(
                handle -> {
                  boolean known =
                      handle
                          .createQuery(
                              "SELECT EXISTS (SELECT 1 FROM grants WHERE service = ?"
                                  + " AND origin = ? AND package = ? AND fix = ?)")
                          .bind(0, patches.service())
                          .bind(1, patches.origin())
                          .bind(2, patches.inPackage())
                          .bind(3, fix)
                          .mapTo(boolean.class)
                          .one();
                  boolean lower =
                      find(handle, patches).filter(now -> level.includes(now.level())).isPresent();
                  return known || lower
                      ? Optional.<Feed.Entry>empty()
                      : Optional.of(insert(handle, patches, level, ITSELF, reason, fix));
                });
    news.ifPresent(feed::published);
    return news.isPresent();
  }

  private Feed.Entry insert(
      Handle handle, PatchClass patches, @Nullable TrustLevel level, String by, String reason,
      @Nullable String fix) {
    String text = level == null ? "default" : level.text();
    handle.execute(
        "INSERT INTO grants (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        patches.service(), patches.origin(), patches.inPackage(),
        level == null ? null : level.text(), by, clock.millis(), reason, fix);
    audit.append(
        handle, by, "trust",
        patches.text() + " " + text + (reason.isEmpty() ? "" : ": " + reason));
    return feed.append(handle, "trust.changed", new News(patches.service(), text, reason));
  }

  /** What the feed says of a level. */
  private record News(String service, String level, String reason) {}

  private static Optional<Grant> find(Handle handle, PatchClass patches) {
    return handle
        .createQuery(
            "SELECT " + COLUMNS + " FROM grants WHERE service = ? AND origin = ? AND package = ?"
                + " ORDER BY id DESC LIMIT 1")
        .bind(0, patches.service())
        .bind(1, patches.origin())
        .bind(2, patches.inPackage())
        .map((row, context) -> row.getString("level") == null ? Optional.<Grant>empty()
            : Optional.of(grant(row)))
        .findOne()
        .flatMap(found -> found);
  }

  private static Grant grant(java.sql.ResultSet row) throws java.sql.SQLException {
    return new Grant(
        new PatchClass(
            row.getString("service"), row.getString("origin"), row.getString("package")),
        TrustLevel.of(row.getString("level")).orElseThrow(),
        row.getString("actor"),
        Instant.ofEpochMilli(row.getLong("time")),
        row.getString("reason"),
        row.getString("fix"));
  }
}
