package nexa.heal.route;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import nexa.event.Frame;
import nexa.event.OneLine;
import nexa.heal.route.Route.Way;
import nexa.heal.source.GitBlame;
import nexa.heal.source.Project;
import nexa.heal.source.Projects.UnreadableProject;
import nexa.heal.source.Workspace;
import nexa.issue.Category;
import nexa.issue.Classification;
import nexa.issue.Issue;
import nexa.issue.Service;
import nexa.repair.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Finds whose an issue is, and which way it can be healed. The owner is whom the CODEOWNERS file of the
 * deployed commit names for the file of the innermost in-app frame, else who last changed the frame's
 * line. Safe for use by many threads.
 */
public final class Router {

  private static final int OWNERS_KEPT_MAX = 1_000;
  private static final int NAME_CHARS_MAX = 100;
  private static final int COMMIT_DIGITS_SHOWN = 12;

  /** Kinds of failure that the code is not to blame for unless something says so. */
  private static final Set<Category> OUTSIDE =
      Set.of(Category.CONFIGURATION, Category.DOWNSTREAM, Category.CAPACITY);

  private final Workspace workspace;
  private final Function<String, Service> services;
  private final Clock clock;

  /** Guarded by itself: a page that is drawn again must not walk the history again. */
  private final Map<Place, Ownership> owners = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param services the service of a name, with no repository when it is not configured
   */
  public Router(Workspace workspace, Function<String, Service> services, Clock clock) {
    this.workspace = workspace;
    this.services = services;
    this.clock = clock;
  }

  /** A line of a commit's file. */
  private record Place(Path repository, String commit, String file, int line) {}

  private record Ownership(List<String> owners, String because) {}

  /**
   * Routes an issue.
   *
   * @param kind what it is taken for, null when nothing was asked
   * @param last how its newest healing run ended, null while none has
   */
  public Route route(Issue issue, @Nullable Classification kind, @Nullable Outcome last) {
    Path repository = services.apply(issue.service()).repository();
    if (repository == null) {
      return nowhere(
          issue, null, "No owner is known without a repository.",
          "The service " + issue.service()
              + " has no repository: set services[].repository in nexa.yaml.");
    }
    try {
      return route(issue, repository, workspace.deployed(issue), kind, last);
    } catch (UnreadableProject e) {
      return nowhere(
          issue, repository, "The repository cannot be read.", String.valueOf(e.getMessage()));
    }
  }

  private static Route nowhere(
      Issue issue, @Nullable Path repository, String ownedBecause, String because) {
    return new Route(
        issue.service(), repository == null ? null : repository.toString(), null, null, 0,
        List.of(), ownedBecause, Way.NONE, because);
  }

  private Route route(
      Issue issue,
      Path repository,
      Project project,
      @Nullable Classification kind,
      @Nullable Outcome last) {
    String commit = project.tree().commit();
    Place place =
        issue.inAppFrames().stream()
            .flatMap(frame -> place(repository, project, frame).stream())
            .findFirst()
            .orElse(null);
    Ownership ownership =
        place == null
            ? new Ownership(List.of(), "No frame of the trace is in a file of the repository.")
            : ownership(project, place);
    Direction direction = direction(issue, commit, place, kind, last);
    return new Route(
        issue.service(),
        repository.toString(),
        commit,
        place == null ? null : place.file(),
        place == null ? 0 : place.line(),
        ownership.owners(),
        ownership.because(),
        direction.way(),
        direction.because());
  }

  private static Optional<Place> place(Path repository, Project project, Frame frame) {
    return project
        .mainFile(frame)
        .map(file -> new Place(repository, project.tree().commit(), file, frame.line()));
  }

  /** Found anew without the lock: a long history holds up nobody who asks for another place. */
  private Ownership ownership(Project project, Place place) {
    synchronized (owners) {
      Ownership known = owners.get(place);
      if (known != null) {
        return known;
      }
    }
    Ownership found =
        CodeOwners.of(project.tree())
            .flatMap(file -> file.of(place.file()))
            .map(owned -> new Ownership(owned.owners(), owned.because() + "."))
            .orElseGet(() -> byBlame(place));
    synchronized (owners) {
      owners.put(place, found);
      if (owners.size() > OWNERS_KEPT_MAX) {
        owners.remove(owners.keySet().iterator().next());
      }
    }
    return found;
  }

  private Ownership byBlame(Place place) {
    String at = "line " + place.line() + " of " + place.file();
    return new GitBlame(place.repository(), clock)
        .author(place.commit(), place.file(), place.line())
        .map(
            author -> new Ownership(
                List.of(name(author.name()) + " <" + name(author.email()) + ">"),
                "No CODEOWNERS rule names anybody; commit " + shortened(author.commit())
                    + " last changed " + at + "."))
        .orElseGet(
            () -> new Ownership(
                List.of(),
                "No CODEOWNERS rule names anybody, and the history does not tell who changed " + at
                    + "."));
  }

  private record Direction(Way way, String because) {}

  private static Direction direction(
      Issue issue,
      String commit,
      @Nullable Place place,
      @Nullable Classification kind,
      @Nullable Outcome last) {
    if (last instanceof Outcome.NotCode verdict) {
      return new Direction(Way.NONE, verdict.reason());
    }
    if (last instanceof Outcome.Abstained stop) {
      return new Direction(Way.NONE, stop.reason());
    }
    if (place == null) {
      return new Direction(
          Way.NONE,
          issue.inAppFrames().isEmpty()
              ? "The trace has no frame of the service's own code: set services[].inApp in"
                  + " nexa.yaml."
              : "No frame of the trace is Java source of commit " + shortened(commit)
                  + ": Nexa heals Java only.");
    }
    if (last == null && kind != null && isOutside(kind)) {
      return new Direction(
          Way.NONE, "It does not look like the code's fault: " + kind.reason()
              + ". A healing run asks the source itself.");
    }
    return new Direction(
        Way.HEAL, "Java source of commit " + shortened(commit) + " is in the trace.");
  }

  private static boolean isOutside(Classification kind) {
    return switch (kind.fault()) {
      case OUTSIDE -> true;
      case UNSURE -> OUTSIDE.contains(kind.category());
      case CODE -> false;
    };
  }

  private static String shortened(String commit) {
    return commit.substring(0, Math.min(commit.length(), COMMIT_DIGITS_SHOWN));
  }

  private static String name(String inCommit) {
    return OneLine.of(inCommit, NAME_CHARS_MAX);
  }
}
