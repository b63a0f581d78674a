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
 * @param logs globs of its log files
 */
public record Service(
    String name,
    @Nullable Path repository,
    String branch,
    List<String> inApp,
    TrustLevel trust,
    List<String> logs) {

  public Service {
    inApp = List.copyOf(inApp);
    logs = List.copyOf(logs);
  }
}
