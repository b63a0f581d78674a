package nexa.agent.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import nexa.agent.store.Runs;
import nexa.agent.store.Spans;
import nexa.issue.Issue;
import org.jspecify.annotations.Nullable;

/** The route of what went on in an issue's healing runs, span by span. */
final class ThoughtRoutes {

  /** How the query names the run that began last. */
  private static final String NEWEST = "newest";

  private final Door door;
  private final IssueRoutes issues;
  private final Runs runs;
  private final Spans spans;

  /**
   * @param issues finds the issue that a request names
   */
  ThoughtRoutes(Door door, IssueRoutes issues, WebServer.Parts parts) {
    this.door = door;
    this.issues = issues;
    this.runs = parts.runs();
    this.spans = new Spans(parts.store(), parts.feed());
  }

  /** The answer; {@code thoughts} are those of the run that was asked for, else of all. */
  private record Answer(
      String schema,
      String issue,
      String title,
      List<RunView> runs,
      List<Spans.Thought> thoughts) {}

  void addTo(Routes routes) {
    routes.get(
        "/api/v1/issues/{id}/thoughts",
        "The spans of an issue's healing, of all runs or of run=" + NEWEST, door::requireRead,
        this::thoughts);
  }

  private Object thoughts(Context context) {
    Issue issue = issues.issue(context);
    List<RunView> all = runs.ofIssue(issue.id()).stream().map(RunView::of).toList();
    return new Answer(
        "nexa.thoughts/1", issue.id(), issue.title(), all,
        spans.ofRun(issue.id(), run(context, all)));
  }

  /** Which run is asked for: the empty text for all of them, also where there is none yet. */
  private static String run(Context context, List<RunView> runs) {
    @Nullable String asked = context.queryParam("run");
    if (asked == null || asked.equals(NEWEST) && runs.isEmpty()) {
      return "";
    }
    return (asked.equals(NEWEST)
        ? Optional.of(runs.getLast())
        : runs.stream().filter(run -> run.id().equals(asked)).findFirst())
        .map(RunView::id)
        .orElseThrow(
            () -> Problem.notFound(
                "run " + asked, "Ask for run=" + NEWEST + ", or for one of the issue's runs."));
  }
}
