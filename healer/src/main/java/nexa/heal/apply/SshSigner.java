package nexa.heal.apply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.eclipse.jgit.api.errors.CanceledException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.api.errors.UnsupportedSigningFormatException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.Signer;
import org.eclipse.jgit.lib.Signers;
import org.jspecify.annotations.Nullable;

/** Signs with an SSH key that lies in a file. */
final class SshSigner implements CommitSigner {

  private final Path key;
  private final @Nullable String passphrase;

  SshSigner(Path key, @Nullable String passphrase) {
    this.key = key.toAbsolutePath();
    this.passphrase = passphrase;
  }

  @Override
  public byte[] sign(Repository repository, byte[] commit, PersonIdent committer)
      throws IOException {
    Signer signer = Signers.get(GpgConfig.GpgFormat.SSH);
    if (signer == null) {
      throw new IOException("This installation of Nexa cannot sign by SSH: its library is missing");
    }
    try {
      return signer
          .sign(
              repository, new GpgConfig(new Config()), commit, committer, key.toString(),
              new Passphrase(passphrase))
          .toExternalString()
          .getBytes(StandardCharsets.US_ASCII);
    } catch (IOException | CanceledException | UnsupportedSigningFormatException
        | JGitInternalException e) {
      throw new IOException(
          "Cannot sign with the SSH key " + key + ": " + e.getMessage()
              + ". Nothing was committed; correct git.signingKey and its passphrase, and restart.",
          e);
    }
  }

  @Override
  public String toString() {
    return "the SSH key " + key;
  }
}
