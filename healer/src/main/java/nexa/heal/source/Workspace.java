package nexa.heal.source;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import nexa.event.Frame;
import nexa.heal.source.Projects.UnknownRevision;
import nexa.heal.source.Projects.UnreadableProject;
import nexa.issue.Diagnosis;
import nexa.issue.Issue;
import nexa.issue.Service;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * The deployed projects that are being healed, each read and analysed once. All stages of one
 * healing run share it. A {@link JavaModel} is not thread-safe, so runs that go on at the same time
 * each need a workspace of their own.
 */
public final class Workspace {

  private static final int PROJECTS_MAX = 3;
  private static final int COMMIT_DIGITS_MIN = 7;
  private static final int COMMIT_DIGITS_MAX = 40;

  private final Projects projects;
  private final Function<String, Optional<Service>> services;
  private final Map<Key, Entry> entries = new LinkedHashMap<>(4, 0.75f, true);

  private Workspace(Projects projects, Function<String, Optional<Service>> services) {
    this.projects = projects;
    this.services = services;
  }

  /**
   * @param services finds a service by its name
   */
  public static Workspace of(Projects projects, Function<String, Optional<Service>> services) {
    return new Workspace(projects, services);
  }

  /**
   * The project as it is deployed: at the issue's release if that is a commit or tag of the
   * service's repository, else at the head of its branch.
   *
   * @throws UnreadableProject when the service has no repository, or one that cannot be read
   */
  public synchronized Project deployed(Issue issue) {
    Service service = service(issue);
    for (String revision : revisions(issue.release())) {
      try {
        return entry(service, revision, issue).project();
      } catch (UnknownRevision e) {
        continue; // a release need not be a revision; the branch is
      }
    }
    return entry(service, service.branch(), issue).project();
  }

  /** The project at the diagnosis's commit. */
  public synchronized Project project(Diagnosis diagnosis) {
    return entry(service(diagnosis.issue()), diagnosis.commit(), diagnosis.issue()).project();
  }

  /** The syntax trees of the main sources at the diagnosis's commit. */
  public synchronized JavaModel model(Diagnosis diagnosis) {
    return model(diagnosis.issue(), diagnosis.commit());
  }

  /** The syntax trees of the main sources of a service's commit. */
  public synchronized JavaModel model(Issue issue, String commit) {
    return entry(service(issue), commit, issue).model();
  }

  /** The git repository of the diagnosis's service. */
  public Path repository(Diagnosis diagnosis) {
    return Optional.ofNullable(service(diagnosis.issue()).repository()).orElseThrow();
  }

  private Service service(Issue issue) {
    return services
        .apply(issue.service())
        .filter(service -> service.repository() != null)
        .orElseThrow(
            () -> new UnreadableProject(
                "The service "
                    + issue.service()
                    + " has no repository: set services[].repository in nexa.yaml."));
  }

  /** The whole build, or of several modules those of the crash. */
  private Entry entry(Service service, String revision, Issue issue) {
    Entry whole = entry(service, revision, List.of());
    return whole.project().modules().size() > 1
        ? entry(service, whole.project().tree().commit(), classes(issue))
        : whole;
  }

  private static List<String> classes(Issue issue) {
    return issue.inAppFrames().stream().map(Frame::className).distinct().toList();
  }

  private Entry entry(Service service, String revision, List<String> classes) {
    Path repository = Optional.ofNullable(service.repository()).orElseThrow();
    Entry known = entries.get(new Key(repository, revision, classes));
    if (known != null) {
      return known;
    }
    Project project = projects.read(repository, revision, classes);
    // A branch moves, so only the commit is a key.
    Entry entry =
        entries.computeIfAbsent(
            new Key(repository, project.tree().commit(), classes), key -> new Entry(project));
    if (entries.size() > PROJECTS_MAX) {
      entries.remove(entries.keySet().iterator().next());
    }
    return entry;
  }

  /** What a release may name; it comes from outside, so nothing but an id or a tag. */
  private static List<String> revisions(@Nullable String release) {
    if (release == null) {
      return List.of();
    }
    if (release.length() >= COMMIT_DIGITS_MIN
        && release.length() <= COMMIT_DIGITS_MAX
        && release.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
      return List.of(release);
    }
    String tag = "refs/tags/" + release;
    return Repository.isValidRefName(tag)
        ? List.of(tag, "refs/tags/v" + release)
        : List.of();
  }

  private record Key(Path repository, String commit, List<String> classes) {}

  /** One project, with its syntax trees from the first time they are asked for. */
  private static final class Entry {
    private final Project project;
    private @Nullable JavaModel model;

    Entry(Project project) {
      this.project = project;
    }

    Project project() {
      return project;
    }

    JavaModel model() {
      if (model == null) {
        model = JavaModel.of(project);
      }
      return model;
    }
  }
}
