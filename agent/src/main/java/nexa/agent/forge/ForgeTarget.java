package nexa.agent.forge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nexa.agent.config.ForgeConfig;
import nexa.agent.config.ForgeConfig.PullRequests;
import nexa.heal.apply.GitRemote;
import nexa.issue.Service;
import org.jspecify.annotations.Nullable;

/**
 * Where the fixes of one service go, as its configuration and its repository have it now.
 *
 * @param address of the remote, without a secret
 * @param site the repository on its forge, null when fixes are only pushed
 */
record ForgeTarget(
    Service service, ForgeConfig config, GitRemote remote, String address, @Nullable Site site) {

  private static final String GIT = ".git";

  /**
   * Finds it.
   *
   * @throws GitRemote.UnknownRemote when it cannot be told; the message says what to set
   */
  static ForgeTarget of(Service service, ForgeConfig config) {
    Path repository = service.repository();
    if (repository == null) {
      throw new GitRemote.UnknownRemote(
          "Service " + service.name() + " has no repository to push from.");
    }
    GitRemote remote = new GitRemote(repository, config.access());
    String address = remote.address();
    PullRequests wanted = config.pullRequests();
    return new ForgeTarget(
        service, config, remote, address, wanted == null ? null : site(wanted, address));
  }

  private static Site site(PullRequests wanted, String address) {
    String path = path(address);
    String host = host(address);
    String base = wanted.url() == null ? "https://" + host : wanted.url();
    String repository = wanted.repository() == null ? path : wanted.repository();
    if (base.equals("https://") || repository.indexOf('/') < 1) {
      throw new GitRemote.UnknownRemote(
          "The forge cannot be told from the remote " + address
              + ": set forge.url and forge.repository.");
    }
    return new Site(base, repository);
  }

  /** {@code acme/shop} of {@code https://host/acme/shop.git} and of {@code git@host:acme/shop.git}. */
  private static String path(String address) {
    int scheme = address.indexOf("://");
    int start =
        scheme < 0 ? address.indexOf(':') : address.indexOf('/', scheme + "://".length());
    String path = start < 0 ? "" : address.substring(start + 1);
    while (path.startsWith("/")) {
      path = path.substring(1);
    }
    return path.endsWith(GIT) ? path.substring(0, path.length() - GIT.length()) : path;
  }

  private static String host(String address) {
    int scheme = address.indexOf("://");
    String rest = scheme < 0 ? address : address.substring(scheme + "://".length());
    int end = rest.length();
    for (char stop : new char[] {'/', ':'}) {
      int at = rest.indexOf(stop);
      end = at < 0 ? end : Math.min(end, at);
    }
    return rest.substring(0, end);
  }

  /**
   * What would be done, as a plan says it.
   *
   * @param moves whether the deployed branch is moved, too
   */
  List<String> actions(boolean moves) {
    List<String> actions = new ArrayList<>();
    actions.add("Push that branch and refs/notes/nexa to " + address);
    if (moves) {
      actions.add(
          "Push " + service.branch() + " to " + address
              + ", if it was moved and has not moved on there");
    }
    PullRequests wanted = config.pullRequests();
    if (wanted != null && site != null) {
      actions.add(
          "Open a draft " + wanted.kind().request() + " into " + service.branch() + " of "
              + site.page("") + (moves ? ", unless it was pushed there" : ""));
    }
    return actions;
  }

  /** The kind of forge, as webhooks name it; empty when fixes are only pushed. */
  String kind() {
    PullRequests wanted = config.pullRequests();
    return wanted == null ? "" : wanted.kind().text();
  }

  /** The repository's path on the forge; empty when fixes are only pushed. */
  String repository() {
    return site == null ? "" : site.repository();
  }

  /** The API of the forge, null when fixes are only pushed. */
  @Nullable Forge forge() {
    PullRequests wanted = config.pullRequests();
    if (wanted == null || site == null) {
      return null;
    }
    return switch (wanted.kind()) {
      case GITHUB -> new GitHub(site, wanted.token(), ForgeHttp.USUAL_TIMEOUT);
      case GITLAB -> new GitLab(site, wanted.token(), ForgeHttp.USUAL_TIMEOUT);
      case GITEA -> new Gitea(site, wanted.token(), ForgeHttp.USUAL_TIMEOUT);
    };
  }
}
