package nexa.agent.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import nexa.heal.apply.GitRemote;
import org.jspecify.annotations.Nullable;

/** The block {@code forge} of a service as written: absent keys are null. */
record RawForge(
    @Nullable String remote,
    @Nullable String user,
    @Nullable String tokenFile,
    @Nullable String sshKeyFile,
    @Nullable String sshPassphraseFile,
    @Nullable String knownHostsFile,
    @Nullable String timeout,
    @Nullable String pullRequests,
    @Nullable String url,
    @Nullable String repository) {

  /** Where a token may be instead of in a file. */
  static final String TOKEN = "NEXA_FORGE_TOKEN";

  private static final String USUAL_USER = "nexa";
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration TIMEOUT_MAX = Duration.ofMinutes(10);

  ForgeConfig filled(String place, Map<String, String> environment) {
    String token = token(place, environment);
    GitRemote.Access access =
        new GitRemote.Access(
            remote == null ? "origin" : remote,
            token == null ? null : new GitRemote.Login(user == null ? USUAL_USER : user, token),
            sshKeyFile == null ? null : Path.of(sshKeyFile),
            sshPassphraseFile == null ? null
                : Keys.line(place + "/sshPassphraseFile", sshPassphraseFile),
            knownHostsFile == null ? null : Path.of(knownHostsFile),
            filledTimeout(place));
    if (pullRequests == null && (url != null || repository != null)) {
      throw new BadValue(
          place + (url == null ? "/repository" : "/url"),
          "url and repository go with pullRequests only");
    }
    return new ForgeConfig(access, pullRequests == null ? null : filledRequests(place, token));
  }

  private @Nullable String token(String place, Map<String, String> environment) {
    if (tokenFile != null) {
      return Keys.read(place + "/tokenFile", tokenFile).getFirst();
    }
    String token = environment.get(TOKEN);
    if (token != null && !Keys.isKey(token)) {
      throw new BadValue(place, "$" + TOKEN + " holds no token: 16 to 512 plain characters");
    }
    return token;
  }

  private Duration filledTimeout(String place) {
    Duration given =
        timeout == null ? USUAL_TIMEOUT
            : Durations.of(place + "/timeout", "forge.timeout", timeout);
    if (given.isZero() || given.compareTo(TIMEOUT_MAX) > 0) {
      throw new BadValue(
          place + "/timeout", "forge.timeout must be 1s to " + TIMEOUT_MAX.toMinutes() + "m");
    }
    return given;
  }

  private ForgeConfig.PullRequests filledRequests(String place, @Nullable String token) {
    if (token == null) {
      throw new BadValue(
          place + "/pullRequests",
          "pullRequests need a token: put it in a file and name it as tokenFile, or in $" + TOKEN);
    }
    return new ForgeConfig.PullRequests(kind(place), filledUrl(place), path(place), token);
  }

  private ForgeConfig.Kind kind(String place) {
    for (ForgeConfig.Kind kind : ForgeConfig.Kind.values()) {
      if (kind.text().equals(pullRequests)) {
        return kind;
      }
    }
    throw new BadValue(
        place + "/pullRequests",
        "pullRequests must be github, gitlab or gitea (also for Forgejo), not '" + pullRequests
            + "'");
  }

  /** The token goes there with each request, so it must be by TLS, or not leave this host. */
  private @Nullable String filledUrl(String place) {
    if (url == null) {
      return null;
    }
    try {
      URI site = URI.create(url);
      boolean isSafe =
          "https".equals(site.getScheme())
              || "http".equals(site.getScheme())
                  && List.of("127.0.0.1", "localhost").contains(String.valueOf(site.getHost()));
      if (isSafe && site.getHost() != null && site.getUserInfo() == null
          && site.getQuery() == null && site.getFragment() == null) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
      }
    } catch (IllegalArgumentException e) {
      // said below, as of what is no site
    }
    throw new BadValue(
        place + "/url", "url must be the forge's site, such as https://git.example.com");
  }

  private @Nullable String path(String place) {
    boolean isPath =
        repository == null
            || repository.indexOf('/') > 0 && !repository.endsWith("/")
                && repository.chars()
                    .allMatch(c -> c > ' ' && c < 127 && c != '?' && c != '#' && c != '\\');
    if (!isPath) {
      throw new BadValue(place + "/repository", "repository must be like 'acme/shop'");
    }
    return repository;
  }
}
