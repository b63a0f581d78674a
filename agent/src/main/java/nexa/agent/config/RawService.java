package nexa.agent.config;

import java.nio.file.Path;
import java.util.List;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import org.jspecify.annotations.Nullable;

/** A service as written: absent keys are null. */
record RawService(
    @Nullable String name,
    @Nullable String repository,
    @Nullable String branch,
    @Nullable List<String> inApp,
    @Nullable String build,
    @Nullable String trust,
    @Nullable List<@Nullable String> fourEyes,
    @Nullable List<String> logs,
    @Nullable List<String> aliases,
    @Nullable RawForge forge) {

  /**
   * @param home where a repository that is elsewhere is copied to
   */
  Service filled(String place, Path home) {
    if (name == null || name.isBlank()) {
      throw new BadValue(place, "each service needs a name");
    }
    if (build != null && !build.equals("auto") && !build.equals("maven")) {
      throw new BadValue(
          place + "/build", "build must be auto or maven for now, not '" + build + "'");
    }
    return new Service(
        name,
        folder(place, home),
        branch == null ? "main" : branch,
        inApp == null ? List.of() : inApp,
        trustLevel(place),
        logs == null ? List.of() : RawLogs.filled(place, logs),
        aliases == null ? List.of() : aliases);
  }

  /** The address of a repository that is elsewhere, null when it is on this host or there is none. */
  @Nullable String origin() {
    return repository != null && Origin.isAddress(repository) ? repository : null;
  }

  private @Nullable Path folder(String place, Path home) {
    String origin = origin();
    if (origin == null) {
      return repository == null ? null : Path.of(repository);
    }
    Origin.require(place + "/repository", origin);
    return Origin.mirror(home, origin);
  }

  private TrustLevel trustLevel(String place) {
    return TrustLevel.of(trust == null ? "propose" : trust)
        .filter(level -> level != TrustLevel.AUTONOMOUS)
        .orElseThrow(
            () -> new BadValue(
                place + "/trust",
                "trust must be observe, propose, commit or hotswap, not '" + trust + "'"
                    + (TrustLevel.AUTONOMOUS.text().equals(trust)
                        ? ": only classes of patches are autonomous, by nexa trust set"
                        : "")));
  }
}
