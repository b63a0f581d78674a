package nexa.javaagent;

import java.io.File;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The agent's options: {@code key=value} separated by commas, lists separated by semicolons; a key
 * that is absent is looked up in the environment as {@code NEXA_AGENT_<KEY>}.
 */
public final class AgentOptions {

  private static final String[] KEYS = {
    "daemon", "token", "service", "release", "inapp", "spool", "arm", "first", "capture", "redact",
    "swapkey", "killfile"
  };

  private final Map<String, String> values = new HashMap<String, String>();

  private AgentOptions() {}

  public static AgentOptions parse(@Nullable String arguments, Map<String, String> environment) {
    AgentOptions options = new AgentOptions();
    for (String key : KEYS) {
      String value = environment.get("NEXA_AGENT_" + key.toUpperCase(Locale.ROOT));
      if (value != null && !value.isEmpty()) {
        options.values.put(key, value);
      }
    }
    StringBuilder unknown = new StringBuilder();
    for (String pair : split(arguments == null ? "" : arguments, ',')) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals).trim();
      if (equals < 0 || !known(key)) {
        unknown.append(unknown.length() == 0 ? "" : ", ").append(key);
      } else {
        options.values.put(key, pair.substring(equals + 1).trim());
      }
    }
    if (unknown.length() > 0) {
      System.err.println("nexa-agent: unknown options ignored: " + unknown);
    }
    return options;
  }

  public String host() {
    String daemon = daemon();
    return daemon.substring(0, daemon.lastIndexOf(':'));
  }

  public int port() {
    String daemon = daemon();
    return Integer.parseInt(daemon.substring(daemon.lastIndexOf(':') + 1));
  }

  /** The file that, while it exists, keeps the agent from doing anything. */
  public File killFile() {
    String file = values.get("killfile");
    return file == null ? new File(token().getAbsoluteFile().getParentFile(), "agent-off")
        : new File(file);
  }

  public File token() {
    String token = values.get("token");
    return new File(
        token == null ? System.getProperty("user.home", "") + "/.nexa/agent-token" : token);
  }

  public String service() {
    String service = values.get("service");
    return service == null ? "unknown" : service;
  }

  public @Nullable String release() {
    return values.get("release");
  }

  /** The file events are appended to instead of being sent, or null. */
  public @Nullable String spool() {
    return values.get("spool");
  }

  /** Package or class prefixes of the application's own code; empty: all but known libraries. */
  public List<String> inApp() {
    return list("inapp");
  }

  /** Methods to arm as their classes load, each {@code class#method}. */
  public List<String> arm() {
    return list("arm");
  }

  /** Packages whose methods are all armed as their classes load. */
  public List<String> first() {
    return list("first");
  }

  /** Whether classes may have to be armed as they load. */
  boolean armsEarly() {
    return !arm().isEmpty() || !first().isEmpty();
  }

  /**
   * Whether everything that a test could need is captured, at whatever cost: for a run of the
   * developers' own, never for a service.
   */
  public boolean capturesAll() {
    return "all".equals(values.get("capture"));
  }

  /** Additional names whose values never leave the process. */
  public List<String> redact() {
    return list("redact");
  }

  /** The X.509 public key whose holder may order hot-swaps, or null: none are taken. */
  public byte @Nullable [] swapKey() {
    String value = values.get("swapkey");
    if (value == null || value.isEmpty()) {
      return null;
    }
    try {
      return Base64.getUrlDecoder().decode(value);
    } catch (IllegalArgumentException e) {
      System.err.println("nexa-agent: swapkey is not base64url, so no orders are taken");
      values.remove("swapkey");
      return null;
    }
  }

  private String daemon() {
    String daemon = values.get("daemon");
    return daemon == null || daemon.lastIndexOf(':') < 0 ? "127.0.0.1:6392" : daemon;
  }

  private List<String> list(String key) {
    String value = values.get(key);
    return value == null ? Collections.<String>emptyList() : split(value, ';');
  }

  private static boolean known(String key) {
    for (String candidate : KEYS) {
      if (candidate.equals(key)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<String>();
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == separator) {
        String part = text.substring(from, i).trim();
        if (!part.isEmpty()) {
          parts.add(part);
        }
        from = i + 1;
      }
    }
    return parts;
  }
}
