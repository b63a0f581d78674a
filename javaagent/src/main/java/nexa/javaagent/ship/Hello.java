package nexa.javaagent.ship;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import nexa.javaagent.AgentOptions;
import nexa.javaagent.ThisJvm;
import org.jspecify.annotations.Nullable;

/** The first message to the daemon: which service, release and JVM this is. */
final class Hello {

  private static final int TEXT_MAX = 512;
  private static final int SWAP_RELEASE_MIN = 15;

  private Hello() {}

  static String body(AgentOptions options, ThisJvm jvm) {
    StringBuilder out = new StringBuilder(512).append('{');
    Json.string(Json.name(out, "agent"), "0.1.0", TEXT_MAX);
    Json.string(Json.name(out, "service"), options.service(), TEXT_MAX);
    Json.string(Json.name(out, "release"), options.release(), TEXT_MAX);
    Json.name(out, "jvm").append('{');
    Json.name(out, "pid").append(jvm.pid);
    Json.name(out, "startedUnixMs").append(jvm.startedUnixMs);
    Json.string(Json.name(out, "version"), System.getProperty("java.version"), TEXT_MAX);
    Json.string(Json.name(out, "main"), mainClass(), TEXT_MAX);
    out.append('}');
    Json.string(Json.name(out, "swap"), swap(options), TEXT_MAX);
    Json.string(Json.name(out, "swapKey"), swapKey(options), TEXT_MAX);
    return out.append('}').toString();
  }

  /** Without the arguments, which may hold secrets. */
  private static String mainClass() {
    String command = System.getProperty("sun.java.command", "");
    int space = command.indexOf(' ');
    return space < 0 ? command : command.substring(0, space);
  }

  private static String swap(AgentOptions options) {
    if (options.swapKey() == null) {
      return "off";
    }
    return ThisJvm.release() < SWAP_RELEASE_MIN ? "needs Java 15" : "on";
  }

  /** The first half of the key's SHA-256, by which the daemon knows a wrong key; or null. */
  private static @Nullable String swapKey(AgentOptions options) {
    byte[] key = options.swapKey();
    if (key == null) {
      return null;
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
      StringBuilder hex = new StringBuilder();
      for (int i = 0; i < 8; i++) {
        hex.append(Character.forDigit(hash[i] >> 4 & 15, 16));
        hex.append(Character.forDigit(hash[i] & 15, 16));
      }
      return hex.toString();
    } catch (NoSuchAlgorithmException e) { // every Java has it
      throw new IllegalStateException(e);
    }
  }
}
