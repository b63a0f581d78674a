package nexa.issue;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A watched service, as configured or as first seen.
 *
 * @param repository its git repository on this host, null when none is known: then it is observed
 * @param branch the branch that is deployed
 * @param inApp package prefixes of the service's own code; empty means "not a JDK or library class"
 * @param logs where its logs are: globs of files, {@code journald:UNIT}, {@code docker:CONTAINER}
 * @param aliases what else its events may call it, such as a Sentry project's number
 */
public record Service(
    String name,
    @Nullable Path repository,
    String branch,
    List<String> inApp,
    TrustLevel trust,
    List<String> logs,
    List<String> aliases) {

  public Service {
    inApp = List.copyOf(inApp);
    logs = List.copyOf(logs);
    aliases = List.copyOf(aliases);
  }

  /** A service that is known by its name alone. */
  public Service(
      String name,
      @Nullable Path repository,
      String branch,
      List<String> inApp,
      TrustLevel trust,
      List<String> logs) {
    this(name, repository, branch, inApp, trust, logs, List.of());
  }
}
