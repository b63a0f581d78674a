package nexa.agent.web;

import java.util.List;
import java.util.Optional;
import nexa.event.Frame;
import nexa.issue.Issue;

/** Reads the lines around a frame in the source of the deployed commit. */
@FunctionalInterface
public interface SourceExcerpts {

  /** The lines around an in-app frame; empty when the source is not known. */
  Optional<Excerpt> around(Issue issue, Frame frame);

  /**
   * Some lines of a file.
   *
   * @param file the path in the repository
   * @param firstLine the number of the first line, from 1
   */
  record Excerpt(String file, int firstLine, List<String> lines) {
    public Excerpt {
      lines = List.copyOf(lines);
    }
  }
}
