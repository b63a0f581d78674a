package nexa.heal.apply;

import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** Signs what is committed with a key of this host, as {@code git commit -S} does. */
public sealed interface CommitSigner permits SshSigner, GpgProgram.Signer {

  /** Before the id of a GPG key, where others are files with an SSH key. */
  String GPG = "gpg:";

  /**
   * Signs a commit.
   *
   * @param commit its text, as git stores it
   * @return the signature in ASCII armour
   * @throws IOException when the key cannot be had; the message says which, and what to do
   */
  byte[] sign(Repository repository, byte[] commit, PersonIdent committer) throws IOException;

  /**
   * The signer of a key.
   *
   * @param key a file with an OpenSSH private key, or {@code gpg:} and the id of a key that this user's
   *     GnuPG has, which asks its agent for the passphrase
   * @param passphrase of the SSH key, null when it has none
   */
  static CommitSigner of(String key, @Nullable String passphrase) {
    return key.startsWith(GPG)
        ? new GpgProgram(null).signer(key.substring(GPG.length()))
        : new SshSigner(Path.of(key), passphrase);
  }
}
