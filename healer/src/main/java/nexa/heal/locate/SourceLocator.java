package nexa.heal.locate;

import com.sun.source.tree.MethodTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexa.event.Frame;
import nexa.heal.propose.SuspectMethods;
import nexa.heal.source.JavaModel;
import nexa.heal.source.Project;
import nexa.heal.source.Projects.UnreadableProject;
import nexa.heal.source.Workspace;
import nexa.issue.Diagnosis;
import nexa.issue.Issue;
import nexa.issue.Location;
import nexa.repair.Locator;

/**
 * Finds frames by the symbol of their class in the deployed commit. The file name in a trace is
 * never used, and a line counts only where the commit has the frame's method: a trace of other code
 * than the commit's leads nowhere rather than astray.
 */
public final class SourceLocator implements Locator {

  private static final int FRAMES_MAX = 32;
  private static final String NO_LINE = " has no line number in the trace";

  private final Workspace workspace;

  public SourceLocator(Workspace workspace) {
    this.workspace = workspace;
  }

  @Override
  public Answer locate(Issue issue) {
    try {
      return locate(issue, workspace.deployed(issue));
    } catch (UnreadableProject e) {
      return new Answer.Nowhere(String.valueOf(e.getMessage()));
    }
  }

  private Answer locate(Issue issue, Project project) {
    String commit = project.tree().commit();
    if (project.mainSources().isEmpty()) {
      return new Answer.Nowhere(
          "Commit " + commit + " has no Java source under " + project.mainRoots()
              + ": Nexa heals Java only.");
    }
    JavaModel model = workspace.model(issue, commit);
    List<Location> locations = new ArrayList<>();
    List<String> astray = new ArrayList<>();
    List<Frame> frames = issue.inAppFrames();
    for (int i = 0; i < Math.min(frames.size(), FRAMES_MAX); i++) {
      Frame frame = frames.get(i);
      Optional<String> file = model.fileOf(frame.className());
      if (file.isEmpty()) {
        astray.add(frame.className() + " is in no source file");
      } else if (frame.line() < 1) {
        astray.add(frame.className() + "." + frame.method() + NO_LINE);
      } else {
        Location place =
            new Location(file.get(), frame.className(), frame.method(), frame.line(), i);
        if (holds(model, place)) {
          locations.add(place);
        } else {
          astray.add("line " + place.line() + " of " + place.file() + " is not in "
              + place.method());
        }
      }
    }
    return locations.isEmpty()
        ? new Answer.Nowhere(nowhere(commit, astray))
        : new Answer.Found(withSuspects(model, new Diagnosis(issue, commit, locations)));
  }

  private static Diagnosis withSuspects(JavaModel model, Diagnosis diagnosis) {
    return new Diagnosis(diagnosis.issue(), diagnosis.commit(), diagnosis.locations(),
        SuspectMethods.of(model, diagnosis));
  }

  private static String nowhere(String commit, List<String> astray) {
    if (astray.isEmpty()) {
      return "The trace has no frame of the service's own code: set services[].inApp in nexa.yaml.";
    }
    return astray.get(0).endsWith(NO_LINE)
        ? astray.get(0) + ": compile it with the numbers of its lines, as javac -g:lines does."
        : "No frame of the trace is in commit " + commit + " (" + astray.get(0)
            + "): name the deployed one by services[].branch, or by --commit.";
  }

  /** Whether a line is inside its class and, where that has a name of its own, its method. */
  private static boolean holds(JavaModel model, Location place) {
    if (model.classAt(place.file(), place.line()).isEmpty()) {
      return false;
    }
    boolean named = place.method().indexOf('$') < 0 && place.method().indexOf('<') < 0;
    return !named
        || model
            .methodAt(place)
            .filter(path -> ((MethodTree) path.getLeaf()).getName().contentEquals(place.method()))
            .isPresent();
  }
}
