package nexa.agent.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.issue.Issue;
import org.jspecify.annotations.Nullable;

/**
 * One throwable of an issue's chain as the API shows it, with the source around its in-app frames. The
 * chain starts with the outermost.
 */
record TraceView(String exceptionType, @Nullable String message, List<FrameView> frames) {

  private static final int CHAIN_MAX = 10;
  private static final int FRAMES_MAX = 100;
  private static final int EXCERPTS_MAX = 8;

  /** A frame; {@code source} is there for in-app frames whose file is known. */
  record FrameView(
      String className,
      String method,
      @Nullable String file,
      int line,
      boolean inApp,
      SourceExcerpts.@Nullable Excerpt source) {}

  static List<TraceView> chain(Issue issue, SourceExcerpts excerpts) {
    Set<Frame> inApp = new HashSet<>(issue.inAppFrames());
    List<TraceView> chain = new ArrayList<>();
    int excerptsLeft = EXCERPTS_MAX;
    for (StackTrace at = issue.stackTrace(); at != null && chain.size() < CHAIN_MAX;
        at = at.cause()) {
      List<FrameView> frames = new ArrayList<>();
      for (Frame frame : at.frames().subList(0, Math.min(FRAMES_MAX, at.frames().size()))) {
        boolean own = inApp.contains(frame);
        boolean wanted = own && excerptsLeft > 0;
        excerptsLeft -= wanted ? 1 : 0;
        frames.add(
            new FrameView(
                frame.className(), frame.method(), frame.file(), frame.line(), own,
                wanted ? excerpts.around(issue, frame).orElse(null) : null));
      }
      chain.add(new TraceView(at.exceptionType(), at.message(), frames));
    }
    return chain;
  }
}
