package nexa.javaagent.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import nexa.javaagent.OrderDesk;
import nexa.javaagent.ThisJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only an order of this process's daemon is taken, and only once, whatever is done to it. */
final class OrderCheckTest {

  private static final long NOW = 1_769_000_000_000L;
  private static final long SOON = NOW + 60_000;
  private static final ThisJvm JVM = new ThisJvm(1234, 1_768_000_000_000L);
  private static final List<String> BODY =
      List.of(
          "provisional 600", "until 0",
          "class com.x.Cart " + "c".repeat(64) + " yv66vg==",
          "method com.x.Cart total(II)I");

  private final KeyPair keys = keys();
  private final OrderDesk desk = OrderDesk.forProcess(keys, "shop", 1234, JVM.startedUnixMs);

  @Test
  void order_isAcceptedOnce() throws Refusal {
    OrderCheck check = check();
    String text = desk.sign(desk.text("swap", "F-1", SOON, BODY));
    Order order = check.authentic(text);
    check.accept(order, NOW);
    assertThat(order.methods).containsExactly("com.x.Cart#total(II)I");
    assertThat(order.classes).containsOnlyKeys("com.x.Cart");
    assertThatThrownBy(() -> check.accept(check.authentic(text), NOW))
        .isInstanceOf(Refusal.class)
        .hasMessage("its counter has been used");
  }

  @Test
  void mutatedOrders_areRefusedAThousandTimes() {
    Random random = new Random(20261125);
    OrderCheck check = check();
    String genuine = desk.sign(desk.text("swap", "F-1", SOON, BODY));
    List<String> accepted = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      String forged = i % 2 == 0 ? mutatedText(genuine, random) : mutatedBytes(genuine, random);
      if (!forged.equals(genuine) && isAccepted(check, forged, NOW)) {
        accepted.add(forged);
      }
    }
    assertThat(accepted).isEmpty();
    assertThat(isAccepted(check, genuine, NOW)).as("the genuine one").isTrue();
  }

  @Test
  void everyChangedField_isRefusedThoughSigned() {
    String genuine = desk.text("swap", "F-1", SOON, BODY);
    List<String> lines = List.of(genuine.split("\n"));
    OrderCheck check = check();
    int tried = 0;
    for (int i = 0; i < lines.size(); i++) {
      String key = lines.get(i).substring(0, lines.get(i).indexOf(' '));
      for (String line : List.of(key, key + " ", key + "  x", "other 1", key + " \u0007")) {
        assertThat(isAccepted(check, signed(lines, i, List.of(line)), NOW)).as(line).isFalse();
        tried++;
      }
      assertThat(isAccepted(check, signed(lines, i, List.of()), NOW)).as("no " + key).isFalse();
      assertThat(isAccepted(check, signed(lines, i, List.of(lines.get(i), lines.get(i))), NOW))
          .as(key + " twice").isFalse();
      if (i + 1 < lines.size()) {
        List<String> swapped = new ArrayList<>(lines);
        Collections.swap(swapped, i, i + 1);
        assertThat(isAccepted(check, desk.sign(String.join("\n", swapped) + "\n"), NOW)).isFalse();
      }
    }
    assertThat(tried).isGreaterThan(60);
  }

  @Test
  void ordersForOthers_areRefused() {
    for (OrderDesk other : List.of(
        OrderDesk.forProcess(keys, "shop", 1235, JVM.startedUnixMs),
        OrderDesk.forProcess(keys, "shop", 1234, JVM.startedUnixMs + 1),
        OrderDesk.forProcess(keys, "till", 1234, JVM.startedUnixMs),
        OrderDesk.forProcess(keys(), "shop", 1234, JVM.startedUnixMs))) {
      String text = other.sign(other.text("swap", "F-1", SOON, BODY));
      assertThat(isAccepted(check(), text, NOW)).isFalse();
    }
  }

  @Test
  void timeAndCounter_areHeld() {
    OrderCheck check = check();
    String first = desk.sign(desk.text("swap", "F-1", SOON, BODY));
    String second = desk.sign(desk.text("swap", "F-1", SOON, BODY));
    assertThat(isAccepted(check, second, SOON + 1)).as("expired").isFalse();
    assertThat(isAccepted(check, second, SOON - 601_000)).as("far ahead").isFalse();
    assertThat(isAccepted(check, second, NOW)).isTrue();
    assertThat(isAccepted(check, first, NOW)).as("older than the last").isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ".", "..", "a.b", "!!!.???", "bmV4YQ.bmV4YQ", "bmV4YQ==.bmV4YQ==",
        "\0", "AAAA.AAAA.AAAA"
      })
  void garbage_isRefused(String text) {
    assertThat(isAccepted(check(), text, NOW)).isFalse();
  }

  private OrderCheck check() {
    return new OrderCheck(keys.getPublic().getEncoded(), "shop", JVM);
  }

  private String signed(List<String> lines, int at, List<String> instead) {
    List<String> changed = new ArrayList<>(lines.subList(0, at));
    changed.addAll(instead);
    changed.addAll(lines.subList(at + 1, lines.size()));
    return desk.sign(String.join("\n", changed) + "\n");
  }

  private static boolean isAccepted(OrderCheck check, String text, long now) {
    try {
      check.accept(check.authentic(text), now);
      return true;
    } catch (Refusal e) {
      return false;
    }
  }

  /** Changes, drops, doubles or swaps characters of the text on the wire. */
  private static String mutatedText(String genuine, Random random) {
    StringBuilder text = new StringBuilder(genuine);
    int at = random.nextInt(text.length());
    switch (random.nextInt(4)) {
      case 0 -> text.setCharAt(at, (char) (' ' + random.nextInt(95)));
      case 1 -> text.deleteCharAt(at);
      case 2 -> text.insert(at, text.charAt(at));
      default -> text.setLength(at);
    }
    return text.toString();
  }

  /** Flips bits of the payload or the signature, or changes a digit of a number in the payload. */
  private static String mutatedBytes(String genuine, Random random) {
    String[] parts = genuine.split("\\.");
    byte[][] bytes = {
      Base64.getUrlDecoder().decode(parts[0]), Base64.getUrlDecoder().decode(parts[1])
    };
    byte[] target = bytes[random.nextInt(2)];
    for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
      target[random.nextInt(target.length)] ^= (byte) (1 << random.nextInt(8));
    }
    if (random.nextInt(10) == 0) {
      bytes[0] = Arrays.copyOf(bytes[0], bytes[0].length - 1);
    }
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return new String(encoder.encode(bytes[0]), StandardCharsets.US_ASCII) + "."
        + new String(encoder.encode(bytes[1]), StandardCharsets.US_ASCII);
  }

  private static KeyPair keys() {
    try {
      return OrderDesk.newKeys();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
