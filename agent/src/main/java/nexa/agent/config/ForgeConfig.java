package nexa.agent.config;

import java.util.Locale;
import nexa.heal.apply.GitRemote;
import org.jspecify.annotations.Nullable;

/**
 * Where a service's approved fixes go.
 *
 * @param access the git repository they are pushed to
 * @param pullRequests where they are proposed, null when they are only pushed
 */
public record ForgeConfig(GitRemote.Access access, @Nullable PullRequests pullRequests) {

  /** A kind of forge. */
  public enum Kind {
    GITHUB("pull request"),
    GITLAB("merge request"),
    /** Gitea, and Forgejo. */
    GITEA("pull request");

    private final String request;

    Kind(String request) {
      this.request = request;
    }

    /** Its name in the configuration, and of its webhook. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** What it calls a pull request. */
    public String request() {
      return request;
    }
  }

  /**
   * The API of a forge.
   *
   * @param url the site; null for that of the remote
   * @param repository the repository's path there; null for that of the remote
   */
  public record PullRequests(
      Kind kind, @Nullable String url, @Nullable String repository, String token) {

    /** Without the token. */
    @Override
    public String toString() {
      return kind.text() + " " + (url == null ? "" : url + " ")
          + (repository == null ? "" : repository);
    }
  }
}
