package nexa.heal.apply;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import nexa.event.OneLine;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.SignatureVerifier;
import org.eclipse.jgit.lib.SignatureVerifiers;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.util.RawParseUtils;
import org.jspecify.annotations.Nullable;

/**
 * What this host can say of a commit's signature. It is good only where the key is known here: an SSH
 * key by git's {@code gpg.ssh.allowedSignersFile}, a GPG key by this user's keyring.
 *
 * @param kind {@code ssh} or {@code gpg}, null without a signature
 * @param key the key's fingerprint, null where it is not told
 * @param signer whose key this host takes it for, null where it knows none
 * @param reason why it is not good, null when it is
 */
public record CommitSignature(
    State state,
    @Nullable String kind,
    @Nullable String key,
    @Nullable String signer,
    @Nullable String reason) {

  private static final byte[] HEADER = {'g', 'p', 'g', 's', 'i', 'g'};
  private static final int TEXT_CHARS_MAX = 200;

  /** How far a signature can be relied on. */
  public enum State {
    /** There is none. */
    NONE,
    /** The commit is as a key known here signed it. */
    GOOD,
    /** It cannot be told here, as of a key that nobody named. */
    UNKNOWN,
    /** It is of another text, or by a key that was revoked. */
    BAD;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Looks at the signature of a commit. */
  static CommitSignature of(Repository repository, RevCommit commit) {
    return of(repository, commit, new GpgProgram(null));
  }

  static CommitSignature of(Repository repository, RevCommit commit, GpgProgram gpg) {
    byte[] signature = commit.getRawGpgSignature();
    if (signature == null) {
      return new CommitSignature(State.NONE, null, null, null, "The commit is not signed.");
    }
    byte[] text = unsigned(commit.getRawBuffer());
    return switch (SignatureVerifiers.getFormat(signature)) {
      case SSH -> ssh(repository, text, signature);
      case OPENPGP -> gpg(gpg, text, signature);
      case null, default ->
          new CommitSignature(
              State.UNKNOWN, null, null, null, "The signature is neither of SSH nor of GPG.");
    };
  }

  /** The text of a commit without its signature: what was signed. */
  private static byte[] unsigned(byte[] raw) {
    int start = RawParseUtils.headerStart(HEADER, raw, 0);
    int end = RawParseUtils.nextLfSkippingSplitLines(raw, start);
    ByteArrayOutputStream text = new ByteArrayOutputStream(raw.length);
    text.write(raw, 0, start - HEADER.length - 1);
    text.write(raw, Math.min(end + 1, raw.length), Math.max(0, raw.length - end - 1));
    return text.toByteArray();
  }

  private static CommitSignature ssh(Repository repository, byte[] text, byte[] signature) {
    SignatureVerifier verifier = SignatureVerifiers.get(GpgConfig.GpgFormat.SSH);
    if (verifier == null) {
      return unknown("ssh", null, "This installation of Nexa cannot read signatures of SSH.");
    }
    try {
      GpgConfig config = new GpgConfig(repository.getConfig());
      SignatureVerifier.SignatureVerification seen =
          verifier.verify(repository, config, text, signature);
      if (seen == null) {
        return unknown("ssh", null, "The signature cannot be read.");
      }
      return ssh(seen);
    } catch (IOException | JGitInternalException e) {
      return unknown("ssh", null, line(e.getMessage()));
    }
  }

  private static CommitSignature ssh(SignatureVerifier.SignatureVerification seen) {
    String key = seen.keyFingerprint();
    String message = line(seen.message());
    if (seen.verified() && !seen.expired()
        && seen.trustLevel() == SignatureVerifier.TrustLevel.FULL) {
      return new CommitSignature(State.GOOD, "ssh", key, line(seen.keyUser()), null);
    }
    if (seen.expired()) {
      return unknown("ssh", key, message);
    }
    return seen.trustLevel() == SignatureVerifier.TrustLevel.UNKNOWN
        ? unknown(
            "ssh", key,
            "Nobody here vouches for the key: name it in the file of git's"
                + " gpg.ssh.allowedSignersFile.")
        : new CommitSignature(
            State.BAD, "ssh", key, null,
            message.isEmpty() ? "The commit is not what was signed." : message);
  }

  private static CommitSignature gpg(GpgProgram gpg, byte[] text, byte[] signature) {
    try {
      return gpg(gpg.verify(text, signature));
    } catch (IOException e) {
      return unknown("gpg", null, line(e.getMessage()));
    }
  }

  /** Reads gpg's status lines; two signatures in one are none, as to git. */
  static CommitSignature gpg(List<String> status) {
    List<String> verdicts =
        status.stream()
            .filter(line -> isVerdict(word(line, 0)))
            .toList();
    if (verdicts.size() != 1) {
      return verdicts.isEmpty()
          ? unknown("gpg", null, "gpg says nothing of the signature.")
          : new CommitSignature(
              State.BAD, "gpg", null, null, "There is more than one signature in it.");
    }
    String verdict = verdicts.getFirst();
    String key = word(verdict, 1);
    String fingerprint =
        status.stream()
            .filter(line -> word(line, 0).equals("VALIDSIG"))
            .map(line -> word(line, 1))
            .findFirst()
            .orElse(key);
    boolean isDistrusted = status.stream().anyMatch(line -> word(line, 0).equals("TRUST_NEVER"));
    return switch (word(verdict, 0)) {
      case "GOODSIG" ->
          isDistrusted || fingerprint.equals(key)
              ? unknown("gpg", fingerprint, "This user's keyring does not trust the key.")
              : new CommitSignature(
                  State.GOOD, "gpg", fingerprint,
                  line(verdict.substring(Math.min(verdict.length(), 9 + key.length()))), null);
      case "BADSIG" ->
          new CommitSignature(State.BAD, "gpg", key, null, "The commit is not what was signed.");
      case "REVKEYSIG" ->
          new CommitSignature(State.BAD, "gpg", fingerprint, null, "The key was revoked.");
      case "EXPSIG", "EXPKEYSIG" -> unknown("gpg", fingerprint, "Signature or key has expired.");
      default -> unknown("gpg", key, "This user's keyring does not have the key.");
    };
  }

  private static boolean isVerdict(String word) {
    return switch (word) {
      case "GOODSIG", "BADSIG", "REVKEYSIG", "EXPSIG", "EXPKEYSIG", "ERRSIG" -> true;
      default -> false;
    };
  }

  private static String word(String line, int index) {
    String[] words = line.split(" ", index + 2);
    return words.length > index ? words[index] : "";
  }

  private static CommitSignature unknown(
      String kind, @Nullable String key, @Nullable String reason) {
    return new CommitSignature(State.UNKNOWN, kind, key, null, reason);
  }

  private static String line(@Nullable String text) {
    return text == null ? "" : OneLine.of(text, TEXT_CHARS_MAX);
  }
}
