package nexa.heal.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import nexa.heal.apply.CommitSignature.State;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.repair.Decision;
import nexa.repair.Plan;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits signed by keys of real programs, and held against these. */
final class CommitSigningTest {

  @TempDir
  private Path keys;
  private ShopRepository shop;

  @BeforeEach
  void openShop(@TempDir Path parent) throws Exception {
    shop = ShopRepository.in(parent);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void sshKey_signsAsGitReadsIt(String type) throws Exception {
    String commit = commit(CommitSigner.of(sshKey(type, "").toString(), null));
    allow("key.pub");

    shop.git("verify-commit", commit);
    assertThat(shop.git("log", "-1", "--show-signature", commit))
        .contains("Good \"git\" signature for nexa@localhost");
    CommitSignature signature = ProvenCommit.read(shop.dir, commit).signature();
    assertThat(signature.state()).as(signature.toString()).isEqualTo(State.GOOD);
    assertThat(signature.key()).startsWith("SHA256:");
    assertThat(signature.signer()).isEqualTo("nexa@localhost");
    shop.git("fsck", "--full", "--strict");
  }

  @Test
  void sshKeyWithPassphrase_needsIt() throws Exception {
    Path key = sshKey("ed25519", "open sesame");

    assertThatThrownBy(() -> commit(CommitSigner.of(key.toString(), "wrong")))
        .isInstanceOf(UncheckedIOException.class)
        .rootCause()
        .hasMessageNotContaining("sesame");
    assertThat(shop.git("branch", "--list", "nexa/*")).isEmpty();

    String commit = commit(CommitSigner.of(key.toString(), "open sesame"));
    allow("key.pub");
    shop.git("verify-commit", commit);
  }

  @Test
  void keyThatIsGone_commitsNothing() throws Exception {
    assertThatThrownBy(() -> commit(CommitSigner.of(keys.resolve("none").toString(), null)))
        .isInstanceOf(UncheckedIOException.class)
        .cause()
        .hasMessageContaining("Nothing was committed")
        .hasMessageContaining("none");
    assertThat(shop.git("branch", "--list", "nexa/*")).isEmpty();
  }

  @Test
  void keyThatNobodyNamed_isNeverGood() throws Exception {
    String commit = commit(CommitSigner.of(sshKey("ed25519", "").toString(), null));

    CommitSignature unnamed = ProvenCommit.read(shop.dir, commit).signature();
    assertThat(unnamed.state()).as(unnamed.toString()).isNotEqualTo(State.GOOD);

    run(keys, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "other");
    allow("other.pub");
    CommitSignature other = ProvenCommit.read(shop.dir, commit).signature();
    assertThat(other.state()).as(other.toString()).isEqualTo(State.UNKNOWN);
    assertThat(other.reason()).contains("allowedSignersFile");
  }

  @Test
  void sshSignatureOfAnotherText_isBad() throws Exception {
    String commit = commit(CommitSigner.of(sshKey("ed25519", "").toString(), null));
    allow("key.pub");

    assertThat(signature(tampered(commit), null).state()).isEqualTo(State.BAD);
  }

  @Test
  void noSignature_isNone() throws Exception {
    assertThat(ProvenCommit.read(shop.dir, commit(null)).signature().state())
        .isEqualTo(State.NONE);
  }

  @Test
  void gpgKey_signsAsGitReadsIt() throws Exception {
    Path home = gpgHome();
    try {
      GpgProgram gpg = new GpgProgram(home);
      String commit = commit(gpg.signer(fingerprint(home)));
      shop.git("config", "gpg.program", gpgWrapper(home).toString());

      assertThat(shop.git("verify-commit", "-v", commit)).contains("Good signature");
      CommitSignature signature = signature(commit, gpg);
      assertThat(signature.state()).as(signature.toString()).isEqualTo(State.GOOD);
      assertThat(signature.key()).isEqualTo(fingerprint(home));
      assertThat(signature.signer()).isEqualTo("Nexa <nexa@localhost>");
      assertThat(signature(tampered(commit), gpg).state()).isEqualTo(State.BAD);
      assertThat(signature(commit, new GpgProgram(emptyHome())).state()).isEqualTo(State.UNKNOWN);
      assertThatThrownBy(() -> commit(gpg.signer("0123456789ABCDEF"), "Another title"))
          .isInstanceOf(UncheckedIOException.class)
          .cause()
          .hasMessageContaining("0123456789ABCDEF")
          .hasMessageContaining("Nothing was committed");
    } finally {
      run(keys, "gpgconf", "--homedir", home.toString(), "--kill", "all");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GOODSIG K Eve;VALIDSIG FFFF,                       GOOD",
    "GOODSIG K Eve,                                     UNKNOWN",
    "GOODSIG K Eve;VALIDSIG FFFF;TRUST_NEVER 0,         UNKNOWN",
    "EXPKEYSIG K Eve;VALIDSIG FFFF,                     UNKNOWN",
    "EXPSIG K Eve;VALIDSIG FFFF,                        UNKNOWN",
    "REVKEYSIG K Eve;VALIDSIG FFFF,                     BAD",
    "BADSIG K Eve,                                      BAD",
    "GOODSIG K Eve;VALIDSIG FFFF;GOODSIG L Eve,         BAD",
    "ERRSIG K 1 8 00 9 9;NO_PUBKEY K,                   UNKNOWN",
    "NODATA 1,                                          UNKNOWN",
    "'',                                                UNKNOWN",
  })
  void statusOfGpg_isGoodOnlyWhenItSaysSo(String status, State state) {
    CommitSignature signature = CommitSignature.gpg(List.of(status.split(";", -1)));

    assertThat(signature.state()).as(signature.toString()).isEqualTo(state);
    assertThat(signature.reason() == null).isEqualTo(state == State.GOOD);
  }

  private String commit(@Nullable CommitSigner signer) {
    return commit(signer, "NullPointerException in Pricing.total");
  }

  private String commit(@Nullable CommitSigner signer, String title) {
    Plan plan =
        shop.planner()
            .plan(shop.diagnosis(title), ShopRepository.test(), List.of(ShopRepository.best()));
    Service service =
        new Service("shop", shop.dir, "main", List.of(), TrustLevel.PROPOSE, List.of());
    return new GitApplier(name -> service, "Nexa", "nexa@localhost", Clock.systemUTC(), signer)
        .apply(plan, new Decision.Approved("Ada", plan.digest()))
        .commit();
  }

  private Path sshKey(String type, String passphrase) throws Exception {
    assumeTrue(has("ssh-keygen"), "ssh-keygen is not installed");
    run(keys, "ssh-keygen", "-q", "-t", type, "-N", passphrase, "-f", "key");
    return keys.resolve("key");
  }

  private void allow(String publicKey) throws IOException {
    Path file = keys.resolve("allowed");
    Files.writeString(file, "nexa@localhost " + Files.readString(keys.resolve(publicKey)));
    shop.git("config", "gpg.ssh.allowedSignersFile", file.toString());
  }

  /** The same commit with another message and the old signature. */
  private String tampered(String commit) throws Exception {
    String text = shop.git("cat-file", "commit", commit).replace("Cause: ", "Because: ");
    Path file = Files.writeString(keys.resolve("tampered"), text);
    return shop.git("hash-object", "-t", "commit", "-w", file.toString()).strip();
  }

  private CommitSignature signature(String commit, @Nullable GpgProgram gpg) throws IOException {
    try (Repository repository = new FileRepositoryBuilder().setWorkTree(shop.dir.toFile()).build();
        RevWalk walk = new RevWalk(repository)) {
      var parsed = walk.parseCommit(ObjectId.fromString(commit));
      return gpg == null
          ? CommitSignature.of(repository, parsed)
          : CommitSignature.of(repository, parsed, gpg);
    }
  }

  private Path gpgHome() throws Exception {
    assumeTrue(has("gpg"), "gpg is not installed");
    Path home = emptyHome();
    run(
        keys, "gpg", "--homedir", home.toString(), "--batch", "--quiet", "--passphrase", "",
        "--quick-generate-key", "Nexa <nexa@localhost>", "ed25519", "sign", "never");
    return home;
  }

  /** Under /tmp, as the path of the agent's socket may not be long. */
  private static Path emptyHome() throws IOException {
    return Files.createTempDirectory(
        "gpg", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private String fingerprint(Path home) throws Exception {
    return run(
        keys, "gpg", "--homedir", home.toString(), "--batch", "--with-colons", "--list-keys")
        .lines()
        .filter(line -> line.startsWith("fpr:"))
        .map(line -> line.split(":", -1)[9])
        .findFirst()
        .orElseThrow();
  }

  private Path gpgWrapper(Path home) throws IOException {
    Path script =
        Files.writeString(
            keys.resolve("gpg.sh"), "#!/bin/sh\nexec gpg --homedir " + home + " \"$@\"\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private static boolean has(String program) {
    return List.of(System.getenv("PATH").split(":", -1)).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static String run(Path directory, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
