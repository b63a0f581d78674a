package nexa.heal.apply;

import java.util.Objects;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/** Shows a name and its secret to one server, once, whoever else asks for it after a redirection. */
final class RemoteLogin extends CredentialsProvider {

  private final URIish server;
  private final GitRemote.@Nullable Login login;
  private boolean isShown;

  RemoteLogin(URIish server, GitRemote.@Nullable Login login) {
    this.server = server;
    this.login = login;
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  @Override
  public boolean supports(CredentialItem... items) {
    for (CredentialItem item : items) {
      if (!(item instanceof CredentialItem.Username)
          && !(item instanceof CredentialItem.Password)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean get(URIish asking, CredentialItem... items) {
    if (login == null || isShown || !isServer(asking) || !supports(items)) {
      return false;
    }
    for (CredentialItem item : items) {
      if (item instanceof CredentialItem.Username name) {
        name.setValue(login.name());
      } else if (item instanceof CredentialItem.Password secret) {
        secret.setValue(login.secret().toCharArray());
      }
    }
    isShown = true;
    return true;
  }

  private boolean isServer(URIish asking) {
    return Objects.equals(asking.getScheme(), server.getScheme())
        && Objects.equals(asking.getHost(), server.getHost())
        && asking.getPort() == server.getPort();
  }
}
