package nexa.javaagent.swap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the daemon tells one process to do with one fix, read strictly: line by line, in order. */
final class Order {

  static final String TAP = "tap";
  static final String SWAP = "swap";
  static final String ROLLBACK = "rollback";

  private static final int CLASSES_MAX = 16;
  private static final int METHODS_MAX = 64;
  private static final int CLASS_CHARS_MAX = 1 << 20;
  private static final int TEXT_MAX = 512;
  private static final int DIGITS_MAX = 18;
  private static final int HASH_DIGITS = 64;
  private static final long PROVISIONAL_MIN = 10;
  private static final long PROVISIONAL_MAX = 3600;

  final String kind;
  final String id;
  final String service;
  final long pid;
  final long started;
  final long counter;
  final long expires;
  final String by;

  /** Seconds that a swap is watched. */
  final long provisional;

  /** When a swap is to be rolled back, in Unix milliseconds; 0 when it is not. */
  final long until;

  /** The classes by name; to each of a swap belongs what it is bound to and its new bytes. */
  final Map<String, NewClass> classes = new LinkedHashMap<String, NewClass>();

  /** The touched methods, each {@code class#name(descriptor)}. */
  final Set<String> methods = new LinkedHashSet<String>();

  private final List<String> lines;
  private int next;

  private Order(List<String> lines) throws Refusal {
    this.lines = lines;
    if (!value("nexa-order").equals("1")) {
      throw new Refusal("not an order of version 1");
    }
    kind = value("kind");
    if (!kind.equals(TAP) && !kind.equals(SWAP) && !kind.equals(ROLLBACK)) {
      throw new Refusal("no such kind of order");
    }
    id = value("id");
    service = value("service");
    pid = number("pid");
    started = number("started");
    counter = number("counter");
    expires = number("expires");
    by = value("by");
    hash(value("approval"), "approval");
    boolean swap = kind.equals(SWAP);
    provisional = swap ? number("provisional") : 0;
    until = swap ? number("until") : 0;
    if (swap && (provisional < PROVISIONAL_MIN || provisional > PROVISIONAL_MAX)) {
      throw new Refusal("provisional is not 10 to 3600 seconds");
    }
    if (!kind.equals(ROLLBACK)) {
      readClasses(swap);
      readMethods();
    }
    if (next < lines.size()) {
      throw new Refusal("more lines than an order has");
    }
    if (swap && (classes.isEmpty() || methods.isEmpty()) || kind.equals(TAP) && classes.isEmpty()) {
      throw new Refusal("no class or no method");
    }
  }

  static Order parse(byte[] payload) throws Refusal {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
    } catch (CharacterCodingException e) {
      throw new Refusal("not UTF-8");
    }
    List<String> lines = new ArrayList<String>();
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      lines.add(text.substring(from, end));
      from = end + 1;
    }
    if (from != text.length()) {
      throw new Refusal("the last line does not end");
    }
    return new Order(lines);
  }

  /** The touched methods of a class, each {@code name(descriptor)}. */
  Set<String> methodsOf(String className) {
    Set<String> own = new LinkedHashSet<String>();
    for (String method : methods) {
      if (method.startsWith(className) && method.charAt(className.length()) == '#') {
        own.add(method.substring(className.length() + 1));
      }
    }
    return own;
  }

  private void readClasses(boolean swap) throws Refusal {
    while (isNext("class")) {
      String value = value("class", CLASS_CHARS_MAX);
      String[] parts = value.split(" ", -1);
      if (parts.length != (swap ? 3 : 1) || !isName(parts[0])) {
        throw new Refusal("a class line is not as it should be");
      }
      NewClass fresh =
          swap ? new NewClass(hash(parts[1], "class"), bytes(parts[2])) : new NewClass("", null);
      if (classes.size() == CLASSES_MAX || classes.put(parts[0], fresh) != null) {
        throw new Refusal("a class twice, or too many");
      }
    }
  }

  private void readMethods() throws Refusal {
    while (isNext("method")) {
      String value = value("method");
      int space = value.indexOf(' ');
      int parameters = value.indexOf('(');
      if (space <= 0 || parameters < space + 2 || value.indexOf(')') < 0
          || value.indexOf(' ', space + 1) >= 0) {
        throw new Refusal("a method line is not as it should be");
      }
      String owner = value.substring(0, space);
      if (!classes.containsKey(owner)) {
        throw new Refusal("a method of a class that is not in the order");
      }
      if (methods.size() == METHODS_MAX
          || !methods.add(owner + "#" + value.substring(space + 1))) {
        throw new Refusal("a method twice, or too many");
      }
    }
  }

  private boolean isNext(String key) {
    return next < lines.size() && lines.get(next).startsWith(key + " ");
  }

  private String value(String key) throws Refusal {
    return value(key, TEXT_MAX);
  }

  private String value(String key, int charsMax) throws Refusal {
    if (!isNext(key)) {
      throw new Refusal("no " + key + " where it should stand");
    }
    String value = lines.get(next++).substring(key.length() + 1);
    if (value.isEmpty() || value.length() > charsMax) {
      throw new Refusal(key + " is empty or too long");
    }
    if (value.charAt(0) == ' ' || value.charAt(value.length() - 1) == ' ') {
      throw new Refusal(key + " begins or ends with a blank");
    }
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))) {
        throw new Refusal(key + " holds a control character");
      }
    }
    return value;
  }

  private long number(String key) throws Refusal {
    String digits = value(key);
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        throw new Refusal(key + " is not a number");
      }
    }
    if (digits.length() > DIGITS_MAX || digits.length() > 1 && digits.charAt(0) == '0') {
      throw new Refusal(key + " is not a number");
    }
    return Long.parseLong(digits);
  }

  private static String hash(String text, String key) throws Refusal {
    boolean hex = text.length() == HASH_DIGITS;
    for (int i = 0; hex && i < text.length(); i++) {
      hex = "0123456789abcdef".indexOf(text.charAt(i)) >= 0;
    }
    if (!hex) {
      throw new Refusal(key + " holds no SHA-256");
    }
    return text;
  }

  private static byte[] bytes(String text) throws Refusal {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new Refusal("a class file is not base64");
    }
  }

  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (";[/<>:".indexOf(text.charAt(i)) >= 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** A class of an order: for a swap the SHA-256 of what must be running, and what replaces it. */
  static final class NewClass {
    final String running;
    final byte @Nullable [] bytes;

    NewClass(String running, byte @Nullable [] bytes) {
      this.running = running;
      this.bytes = bytes;
    }
  }
}
