package nexa.agent;

import java.util.List;
import java.util.Optional;
import nexa.agent.web.SourceExcerpts;
import nexa.event.Frame;
import nexa.heal.source.Project;
import nexa.heal.source.Projects.UnreadableProject;
import nexa.heal.source.Workspace;
import nexa.issue.Issue;

/** Source lines out of the deployed commit, by the frame's class. */
final class Excerpts implements SourceExcerpts {

  private static final int AROUND = 5;

  private final Workspace workspace;

  Excerpts(Workspace workspace) {
    this.workspace = workspace;
  }

  @Override
  public Optional<Excerpt> around(Issue issue, Frame frame) {
    try {
      Project project = workspace.deployed(issue);
      return project
          .mainFile(frame)
          .map(file -> excerpt(file, project.tree().text(file).lines().toList(), frame.line()));
    } catch (UnreadableProject e) {
      return Optional.empty(); // the healing run says why; the page shows the frames without source
    }
  }

  private static Excerpt excerpt(String file, List<String> lines, int line) {
    int from = Math.clamp(line - 1L - AROUND, 0, lines.size());
    int to = Math.clamp(line + (long) AROUND, from, lines.size());
    return new Excerpt(file, from + 1, lines.subList(from, to));
  }
}
