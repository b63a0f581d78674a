package nexa.heal.apply;

import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/** Gives the passphrase of a key where one is asked for, once, and answers no other question. */
final class Passphrase extends CredentialsProvider {

  private final @Nullable String secret;
  private boolean isGiven;

  Passphrase(@Nullable String secret) {
    this.secret = secret;
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  @Override
  public boolean supports(CredentialItem... items) {
    for (CredentialItem item : items) {
      if (!(item instanceof CredentialItem.Password)
          && !(item instanceof CredentialItem.InformationalMessage)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean get(URIish uri, CredentialItem... items) {
    if (secret == null || isGiven || !supports(items)) {
      return false;
    }
    for (CredentialItem item : items) {
      if (item instanceof CredentialItem.Password asked) {
        asked.setValue(secret.toCharArray());
        isGiven = true;
      }
    }
    return isGiven;
  }
}
