package nexa.agent.store;

import java.util.function.Consumer;
import nexa.issue.Issue;
import org.jdbi.v3.core.Handle;

/** An issue as a transaction changed it, and the feed's entry about it. */
record ChangedIssue(Issue issue, Feed.Entry entry) {

  /** What the feed says of an issue. */
  record News(String id, String title, long count) {}

  /**
   * Writes an issue within the transaction.
   *
   * @param change what the feed calls it, such as {@code issue.updated}
   */
  static ChangedIssue write(Handle handle, Feed feed, Issue issue, String change) {
    IssueRows.write(handle, issue);
    return new ChangedIssue(
        issue,
        feed.append(handle, change, new News(issue.id(), issue.title(), issue.count())));
  }

  /** Tells of it, after the commit. */
  void tell(Feed feed, Consumer<Issue> onChanged) {
    feed.published(entry);
    onChanged.accept(issue);
  }
}
