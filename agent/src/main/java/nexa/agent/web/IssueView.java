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

  static IssueView of(Issue issue) {
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
        issue.count(),
        issue.firstSeen(),
        issue.lastSeen(),
        issue.release(),
        issue.inputs(),
        issue.groupedBecause(),
        issue.snapshot() != null);
  }
}
