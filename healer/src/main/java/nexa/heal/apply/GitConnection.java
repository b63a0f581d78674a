package nexa.heal.apply;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/** The way to a remote: it asks nobody anything, and runs no hook of the local repository. */
final class GitConnection implements AutoCloseable {

  /** Where what was fetched to look at it is kept, apart from all branches. */
  private static final String FETCHED = "refs/nexa/remote/";

  private static final int SILENCE_SECONDS_MAX = 30;

  private final Repository local;
  private final URIish uri;
  private final GitRemote.Access access;
  private final @Nullable SshdSessionFactory ssh;

  GitConnection(Repository local, URIish uri, GitRemote.Access access) {
    this.local = local;
    this.uri = uri;
    this.access = access;
    this.ssh = isSsh(uri) ? ssh(access) : null;
    local.getConfig().setString("core", null, "hooksPath", "/dev/null"); // for this object only
  }

  private static boolean isSsh(URIish uri) {
    return uri.getScheme() == null ? uri.getHost() != null : uri.getScheme().equals("ssh");
  }

  /** Only by key: a passphrase is never sent as the password of an account. */
  private static SshdSessionFactory ssh(GitRemote.Access access) {
    SshdSessionFactoryBuilder builder =
        new SshdSessionFactoryBuilder()
            .setPreferredAuthentications("publickey")
            .setHomeDirectory(FS.DETECTED.userHome())
            .setSshDirectory(FS.DETECTED.userHome().toPath().resolve(".ssh").toFile());
    Path key = access.sshKey();
    if (key != null) {
      builder.setDefaultIdentities(folder -> List.of(key));
    }
    Path hosts = access.knownHosts();
    if (hosts != null) {
      builder.setDefaultKnownHostsFiles(folder -> List.of(hosts));
    }
    return builder.build(null);
  }

  /** Offers commits to the remote. */
  PushResult push(Collection<RemoteRefUpdate> updates) throws IOException {
    try (Transport transport = open()) {
      return transport.push(NullProgressMonitor.INSTANCE, updates);
    }
  }

  /** What a ref of the remote points at, with all that hangs on it; null when there is no such ref. */
  @Nullable ObjectId fetch(String name) throws IOException {
    String kept = FETCHED + name.substring("refs/".length());
    try (Transport transport = open()) {
      transport.setTagOpt(TagOpt.NO_TAGS);
      transport.setCheckFetchedObjects(true);
      FetchResult result =
          transport.fetch(
              NullProgressMonitor.INSTANCE, List.of(new RefSpec("+" + name + ":" + kept)));
      Ref advertised = result.getAdvertisedRef(name);
      return advertised == null ? null : advertised.getObjectId();
    }
  }

  /**
   * Fetches all branches, as they are now, beside our own, and all tags;
   * what is gone there goes here, too.
   */
  void fetchAll() throws IOException {
    try (Transport transport = open()) {
      transport.setTagOpt(TagOpt.NO_TAGS); // each is fetched by name
      transport.setRemoveDeletedRefs(true);
      transport.fetch(
          NullProgressMonitor.INSTANCE,
          List.of(
              new RefSpec("+refs/heads/*:" + GitMirror.THEIRS + "*"),
              new RefSpec("+refs/tags/*:refs/tags/*")));
    }
  }

  private Transport open() throws IOException {
    Transport transport = Transport.open(local, uri);
    transport.setTimeout(
        (int) Math.clamp(access.timeout().toSeconds(), 1L, SILENCE_SECONDS_MAX));
    if (transport instanceof SshTransport overSsh && ssh != null) {
      overSsh.setSshSessionFactory(ssh);
      transport.setCredentialsProvider(new Passphrase(access.sshPassphrase()));
    } else {
      transport.setCredentialsProvider(new RemoteLogin(uri, access.user()));
    }
    return transport;
  }

  @Override
  public void close() {
    if (ssh != null) {
      ssh.close();
    }
  }
}
