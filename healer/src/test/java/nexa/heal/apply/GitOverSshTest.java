package nexa.heal.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import nexa.heal.apply.GitRemote.Answer;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.repair.Change;
import nexa.repair.Decision;
import nexa.repair.Plan;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.UploadPack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes over SSH to a server on this host. */
final class GitOverSshTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir
  private Path folder;
  private ShopRepository shop;
  private Path bare;
  private SshServer server;
  private KeyPair host;
  private KeyPair user;
  private Change change;

  @BeforeEach
  void open() throws Exception {
    shop = ShopRepository.in(folder);
    bare = folder.resolve("shop.git");
    shop.git("clone", "-q", "--bare", ".", bare.toString());
    host = key();
    user = key();
    server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(KeyPairProvider.wrap(host));
    server.setPublickeyAuthenticator(
        (name, key, session) -> KeyUtils.compareKeys(key, user.getPublic()));
    server.setCommandFactory((channel, command) -> new GitCommand(command));
    server.start();
    Plan plan = shop.plan();
    Service service =
        new Service("shop", shop.dir, "main", List.of(), TrustLevel.PROPOSE, List.of());
    change =
        new GitApplier(name -> service, "Nexa", "nexa@localhost", Clock.systemUTC())
            .apply(plan, new Decision.Approved("Ada", plan.digest()));
  }

  @AfterEach
  void close() throws Exception {
    server.stop(true);
  }

  @Test
  void key_opensTheWay() throws Exception {
    assertThat(push(user, known(host.getPublic()))).isEqualTo(new Answer.Done(null));
    assertThat(ShopRepository.git(bare, "rev-parse", change.branch()).strip())
        .isEqualTo(change.commit());
    assertThat(ShopRepository.git(bare, "notes", "--ref=nexa", "show", change.commit()))
        .contains("in-toto");
    assertThat(push(user, known(host.getPublic()))).isEqualTo(new Answer.Done(null));
  }

  @Test
  void evidenceOfOthers_isKeptOverSshToo() throws Exception {
    ShopRepository.git(bare, "notes", "--ref=nexa", "add", "-m", "theirs", "main");

    assertThat(push(user, known(host.getPublic()))).isEqualTo(new Answer.Done(null));
    assertThat(ShopRepository.git(bare, "notes", "--ref=nexa", "list").lines()).hasSize(2);
  }

  @Test
  void otherKey_isRefused() throws Exception {
    KeyPair other = key();

    assertThat(push(other, known(host.getPublic())))
        .isInstanceOfSatisfying(
            Answer.Refused.class, refused -> assertThat(refused.reason()).contains("sshKeyFile"));
  }

  @Test
  void serverThatNobodyKnows_isNotTalkedTo() throws Exception {
    PublicKey other = key().getPublic();
    Path empty = Files.writeString(folder.resolve("none"), "");

    for (Path hosts : List.of(known(other), empty)) {
      assertThat(push(user, hosts))
          .isInstanceOfSatisfying(
              Answer.Refused.class,
              refused -> assertThat(refused.reason()).contains("knownHostsFile"));
    }
    assertThat(ShopRepository.git(bare, "branch", "--list", "nexa/*")).isEmpty();
    assertThat(empty).isEmptyFile();
  }

  private static KeyPair key() throws Exception {
    return KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
  }

  private Answer push(KeyPair key, Path knownHosts) throws Exception {
    Path file = folder.resolve("key");
    try (var out = Files.newOutputStream(file)) {
      new OpenSSHKeyPairResourceWriter().writePrivateKey(key, "test", null, out);
    }
    String url = "ssh://git@127.0.0.1:" + server.getPort() + "/acme/shop.git";
    return new GitRemote(
        shop.dir, new GitRemote.Access(url, null, file, null, knownHosts, LONG)).push(change);
  }

  private Path known(PublicKey key) throws IOException {
    return Files.writeString(
        folder.resolve("known_hosts"),
        "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(key) + "\n");
  }

  /** What a git server runs: receive-pack or upload-pack on the one repository. */
  private final class GitCommand extends AbstractCommandSupport {

    GitCommand(String command) {
      super(command, null);
    }

    @Override
    public void run() {
      try (Repository repository =
          new FileRepositoryBuilder().setGitDir(bare.toFile()).build()) {
        if (getCommand().startsWith("git-receive-pack ")) {
          new ReceivePack(repository)
              .receive(getInputStream(), getOutputStream(), getErrorStream());
        } else {
          new UploadPack(repository)
              .upload(getInputStream(), getOutputStream(), getErrorStream());
        }
        onExit(0);
      } catch (IOException e) {
        onExit(1, e.toString());
      }
    }
  }
}
