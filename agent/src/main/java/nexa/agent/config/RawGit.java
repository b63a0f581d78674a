package nexa.agent.config;

import java.nio.file.Files;
import java.nio.file.Path;
import nexa.heal.apply.CommitSigner;
import org.jspecify.annotations.Nullable;

/** The section {@code git} of the file as written: absent keys are null. */
record RawGit(
    @Nullable String author, @Nullable String signingKey, @Nullable String signingPassphraseFile) {

  private static final String USUAL_AUTHOR = "Nexa <nexa@localhost>";

  Config.GitConfig filled() {
    String by = author == null ? USUAL_AUTHOR : author;
    if (!by.contains("<") || !by.endsWith(">")) {
      throw new BadValue(
          "/git/author", "git.author must look like 'Name <mail>', not '" + by + "'");
    }
    return new Config.GitConfig(by, signer());
  }

  private @Nullable CommitSigner signer() {
    if (signingKey == null) {
      if (signingPassphraseFile != null) {
        throw new BadValue(
            "/git/signingPassphraseFile",
            "git.signingPassphraseFile goes with git.signingKey only");
      }
      return null;
    }
    boolean isGpg = signingKey.startsWith(CommitSigner.GPG);
    if (isGpg ? !isKeyId(signingKey.substring(CommitSigner.GPG.length()))
        : !Files.isReadable(Path.of(signingKey))) {
      throw new BadValue(
          "/git/signingKey",
          "git.signingKey must be a file with an SSH private key that can be read, or gpg: and 8 to 40"
              + " hexadecimal digits of a GPG key, not '" + signingKey + "'");
    }
    if (isGpg && signingPassphraseFile != null) {
      throw new BadValue(
          "/git/signingPassphraseFile",
          "git.signingPassphraseFile is for SSH keys; gpg asks its own agent");
    }
    return CommitSigner.of(
        signingKey,
        signingPassphraseFile == null ? null
            : Keys.line("/git/signingPassphraseFile", signingPassphraseFile));
  }

  private static boolean isKeyId(String text) {
    return text.length() >= 8 && text.length() <= 40
        && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
  }
}
