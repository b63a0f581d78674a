package nexa.agent.web;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;
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
    String status,
    String priority,
    long count,
    Instant firstSeen,
    Instant lastSeen,
    @Nullable String release,
    Set<String> inputs,
    String groupedBecause,
    boolean captured) {

  /** Every issue is made of exceptions that reached a log or a client. */
  static final String SEVERITY = "error";

  private static final String CATEGORY = "crash";

  /**
   * @param suffering the services about which an alert fires: their issues come first
   */
  static IssueView of(Issue issue, Set<String> suffering) {
    return new IssueView(
        issue.id(),
        issue.service(),
        issue.fingerprint().value(),
        issue.title(),
        issue.exceptionType(),
        issue.topFrame().toString(),
        CATEGORY,
        SEVERITY,
        issue.status().name().toLowerCase(Locale.ROOT),
        suffering.contains(issue.service()) ? "raised" : "normal",
        issue.count(),
        issue.firstSeen(),
        issue.lastSeen(),
        issue.release(),
        issue.inputs(),
        issue.groupedBecause(),
        issue.snapshot() != null);
  }
}
