package nexa.agent;

import java.nio.file.Path;
import nexa.agent.swap.SwapKey;
import nexa.issue.Service;
import nexa.issue.TrustLevel;

/** The options a service's JVMs start the javaagent with. */
public final class AgentOptions {

  private AgentOptions() {}

  /** The options for a daemon's home and port; with the key for orders when the service takes them. */
  public static String of(Path home, int port, Service service) {
    String options =
        "daemon=127.0.0.1:" + port + ",token=" + home.resolve("agent-token") + ",service="
            + service.name();
    return service.trust().includes(TrustLevel.HOTSWAP)
        ? options + SwapKey.publicText(home).map(key -> ",swapkey=" + key).orElse("")
        : options;
  }
}
