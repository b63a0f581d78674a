package nexa.javaagent;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Writes and signs orders as the daemon does. */
public final class OrderDesk {

  private final KeyPair keys;
  private final String service;
  private final long pid;
  private final long started;
  private long counter;

  OrderDesk(KeyPair keys, String service, long pid, long started) {
    this.keys = keys;
    this.service = service;
    this.pid = pid;
    this.started = started;
  }

  /** For the JVM that said hello. */
  static OrderDesk of(KeyPair keys, JsonNode hello) {
    return new OrderDesk(
        keys, hello.get("service").asString(), hello.at("/jvm/pid").asLong(),
        hello.at("/jvm/startedUnixMs").asLong());
  }

  public static OrderDesk forProcess(KeyPair keys, String service, long pid, long started) {
    return new OrderDesk(keys, service, pid, started);
  }

  public static KeyPair newKeys() throws GeneralSecurityException {
    return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  /** As it stands on the watched JVM's command line. */
  public static String option(KeyPair keys) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(keys.getPublic().getEncoded());
  }

  public String tap(String id, String className, String... methods) {
    List<String> body = new ArrayList<>();
    body.add("class " + className);
    for (String method : methods) {
      body.add("method " + className + " " + method);
    }
    return sign(text("tap", id, System.currentTimeMillis() + 60_000, body));
  }

  public String swap(
      String id, String className, String running, byte[] bytes, long untilUnixMs, String method) {
    return sign(
        text(
            "swap", id, System.currentTimeMillis() + 60_000,
            List.of(
                "provisional 600",
                "until " + untilUnixMs,
                "class " + className + " " + running + " "
                    + Base64.getEncoder().encodeToString(bytes),
                "method " + className + " " + method)));
  }

  public String rollback(String id) {
    return sign(text("rollback", id, System.currentTimeMillis() + 60_000, List.of()));
  }

  /** The lines of the next order. */
  public String text(String kind, String id, long expires, List<String> body) {
    StringBuilder text = new StringBuilder("nexa-order 1\nkind " + kind + "\nid " + id);
    text.append("\nservice ").append(service).append("\npid ").append(pid);
    text.append("\nstarted ").append(started).append("\ncounter ").append(++counter);
    text.append("\nexpires ").append(expires).append("\nby Ann\napproval ");
    text.append("a".repeat(64)).append('\n');
    body.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  public String sign(String text) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(keys.getPrivate());
      byte[] payload = text.getBytes(StandardCharsets.UTF_8);
      signature.update(payload);
      Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
      return encoder.encodeToString(payload) + "." + encoder.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot sign", e);
    }
  }
}
