package nexa.heal.propose;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.TypeElement;
import nexa.heal.source.JavaModel;
import nexa.issue.Diagnosis;
import nexa.issue.Location;
import nexa.issue.Suspect;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ranks the methods that may hold the mistake behind a crash: those of the frames, innermost first,
 * and between them those that made the bad value, by how many steps it came from there.
 */
public final class SuspectMethods {

  private static final int SUSPECTS_MAX = 10;
  private static final int FRAME_RANK = 10;
  private static final int ORIGIN_RANK = 6;
  private static final int STEP_RANK = 3;
  private static final Logger LOG = LoggerFactory.getLogger(SuspectMethods.class);

  private final JavaModel model;
  private final Map<String, Ranked> ranked = new HashMap<>();

  private SuspectMethods(JavaModel model) {
    this.model = model;
  }

  private record Ranked(Suspect suspect, int rank) {}

  /** The suspects of a crash, the likeliest first. */
  public static List<Suspect> of(JavaModel model, Diagnosis diagnosis) {
    SuspectMethods methods = new SuspectMethods(model);
    methods.frames(diagnosis.locations());
    try {
      methods.origins(Culprits.of(model, diagnosis));
    } catch (RuntimeException e) { // a hint only: a source the compiler stumbles over is located all the same
      LOG.warn("fingerprint={} origins of the bad value unknown",
          diagnosis.issue().fingerprint(), e);
    }
    return methods.ranked.values().stream()
        .sorted(Comparator.comparingInt(Ranked::rank))
        .limit(SUSPECTS_MAX)
        .map(Ranked::suspect)
        .toList();
  }

  private void frames(List<Location> locations) {
    for (Location location : locations) {
      add(new Suspect(location.file(), location.className(), location.method(), location.line(),
          "frame " + location.frameIndex() + " of the stack"),
          location.frameIndex() * FRAME_RANK);
    }
  }

  private void origins(List<Site> sites) {
    for (Site site : sites) {
      Suspect suspect = suspect(site);
      if (suspect != null) {
        add(suspect, site.location().frameIndex() * FRAME_RANK + ORIGIN_RANK
            + site.distance() * STEP_RANK);
      }
    }
  }

  private @Nullable Suspect suspect(Site site) {
    String className = null;
    String method = "<init>";
    for (TreePath path = site.culprit(); path != null && className == null;
        path = path.getParentPath()) {
      if (path.getLeaf() instanceof MethodTree tree) {
        method = tree.getName().toString();
      }
      if (path.getLeaf() instanceof ClassTree
          && model.trees().getElement(path) instanceof TypeElement type) {
        className = model.elements().getBinaryName(type).toString();
      }
    }
    int line =
        model.line(site.unit(), Math.max(0, model.start(site.unit(), site.culprit().getLeaf())));
    return className == null ? null
        : new Suspect(site.file(), className, method, line, because(site));
  }

  private String because(Site site) {
    String source = Sentence.quoted(model.text(site.culprit()));
    return switch (site.kind()) {
      case FIELD -> "declares " + source;
      case NULL_PRODUCED, INDEX_PRODUCED -> "the bad value was made from " + source;
      case COMPARISON_IN, COMPARISON_OUT, LET_IN, LET_STAY -> "decides by " + source;
      default -> "uses " + source;
    };
  }

  private void add(Suspect suspect, int rank) {
    ranked.merge(suspect.className() + "." + suspect.method(), new Ranked(suspect, rank),
        (one, other) -> one.rank() <= other.rank() ? one : other);
  }
}
