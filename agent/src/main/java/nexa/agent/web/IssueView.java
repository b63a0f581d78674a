package nexa.agent.web;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import nexa.event.Severity;
import nexa.heal.classify.Urgency;
import nexa.issue.Category;
import nexa.issue.Classification;
import nexa.issue.Issue;
import org.jspecify.annotations.Nullable;

/** An issue as the API shows it. */
record IssueView(
    String id,
    String service,
    String fingerprint,
    String title,
    String exceptionType,
    String topFrame,
    String category,
    String severity,
    String fault,
    double confidence,
    String classifiedBecause,
    String status,
    String priority,
    String urgency,
    int urgencyScore,
    List<String> urgentBecause,
    long count,
    Instant firstSeen,
    Instant lastSeen,
    @Nullable String release,
    Set<String> inputs,
    String groupedBecause,
    boolean captured,
    boolean unauthenticated) {

  private static final double PERCENT = 100;

  /** Of issues that were opened before there was a classifier. */
  private static final Classification UNCLASSIFIED =
      new Classification(
          Category.OTHER, Severity.ERROR, Classification.Fault.UNSURE, 0,
          "Opened before issues were classified");

  /**
   * An issue by all that is known of it.
   *
   * @param known what kind of failure it is taken for, null when nothing was asked
   * @param urgency how soon somebody should look at it
   * @param suffering the services about which an alert fires: their issues come first
   * @param unauthenticated whether only senders without a key told of it
   */
  static IssueView of(
      Issue issue, @Nullable Classification known, Urgency urgency, Set<String> suffering,
      boolean unauthenticated) {
    Classification kind = known == null ? UNCLASSIFIED : known;
    return new IssueView(
        issue.id(),
        issue.service(),
        issue.fingerprint().value(),
        issue.title(),
        issue.exceptionType(),
        issue.topFrame().toString(),
        word(kind.category()),
        word(kind.severity()),
        word(kind.fault()),
        Math.round(kind.confidence() * PERCENT) / PERCENT,
        kind.reason(),
        word(issue.status()),
        suffering.contains(issue.service()) ? "raised" : "normal",
        word(urgency.level()),
        urgency.score(),
        urgency.because(),
        issue.count(),
        issue.firstSeen(),
        issue.lastSeen(),
        issue.release(),
        issue.inputs(),
        issue.groupedBecause(),
        issue.snapshot() != null,
        unauthenticated);
  }

  /** The severity of an issue, in lower case. */
  static String severity(@Nullable Classification known) {
    return word((known == null ? UNCLASSIFIED : known).severity());
  }

  /** A constant as the API names it. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
