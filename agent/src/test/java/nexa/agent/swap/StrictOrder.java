package nexa.agent.swap;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An order as a javaagent reads it: the signature first, then every line in its place. */
public record StrictOrder(
    String kind,
    String id,
    String service,
    long pid,
    long started,
    long counter,
    long expires,
    String by,
    String approval,
    long provisional,
    long until,
    List<String> classes,
    List<String> methods) {

  /** Reads a signed order; anything that is not as the wire format says is an error. */
  public static StrictOrder read(String signed, String publicKey) {
    int dot = signed.indexOf('.');
    byte[] payload = Base64.getUrlDecoder().decode(signed.substring(0, dot));
    if (!isSigned(payload, Base64.getUrlDecoder().decode(signed.substring(dot + 1)), publicKey)) {
      throw new AssertionError("The signature is not by this key");
    }
    String text = new String(payload, StandardCharsets.UTF_8);
    if (!text.endsWith("\n")) {
      throw new AssertionError("The last line has no end");
    }
    Lines lines = new Lines(new ArrayList<>(text.lines().toList()));
    lines.value("nexa-order", "1");
    String kind = lines.value("kind");
    StrictOrder order =
        new StrictOrder(
            kind, lines.value("id"), lines.value("service"), lines.number("pid"),
            lines.number("started"), lines.number("counter"), lines.number("expires"),
            lines.value("by"), lines.value("approval"),
            kind.equals("swap") ? lines.number("provisional") : 0,
            kind.equals("swap") ? lines.number("until") : 0,
            lines.values("class"), lines.values("method"));
    if (!lines.left().isEmpty()) {
      throw new AssertionError("Lines out of place: " + lines.left());
    }
    return order;
  }

  private static boolean isSigned(byte[] payload, byte[] signature, String publicKey) {
    try {
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new X509EncodedKeySpec(Base64.getUrlDecoder().decode(publicKey))));
      check.update(payload);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The lines not yet read. */
  private record Lines(List<String> left) {

    String value(String key) {
      String line = left.isEmpty() ? "" : left.removeFirst();
      if (!line.startsWith(key + " ")) {
        throw new AssertionError("Wanted " + key + ", found " + line);
      }
      return line.substring(key.length() + 1);
    }

    void value(String key, String wanted) {
      String value = value(key);
      if (!value.equals(wanted)) {
        throw new AssertionError(key + " is " + value);
      }
    }

    long number(String key) {
      return Long.parseLong(value(key));
    }

    List<String> values(String key) {
      List<String> values = new ArrayList<>();
      while (!left.isEmpty() && left.getFirst().startsWith(key + " ")) {
        values.add(value(key));
      }
      return values;
    }
  }
}
