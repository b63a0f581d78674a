package nexa.agent.swap;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import nexa.agent.store.Swaps;
import nexa.event.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * What a javaagent is told to do with a fix's classes: an order for one process, valid once and for a
 * short time.
 *
 * @param cause the fix, and who approved it
 * @param counter above that of every earlier order
 * @param body the lines that only this kind of order has
 */
record Order(
    Kind kind, Swaps.Jvm jvm, Cause cause, long counter, Instant expires, List<String> body) {

  private static final String VERSION = "nexa-order 1";
  private static final int BY_LENGTH_MAX = 100;

  Order {
    body = List.copyOf(body);
  }

  /** What an order does. */
  enum Kind {
    /** Reads the classes as they run, and begins to watch the methods. */
    TAP("tap"),
    /** Puts the patched classes in. */
    SWAP("swap"),
    /** Puts the original classes back. */
    ROLLBACK("rollback");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /**
   * Why an order is given.
   *
   * @param id the fix's id, which is the swap's id too
   * @param approval the digest of the plan that was approved
   */
  record Cause(String id, String by, String approval) {

    static Cause of(String id, @Nullable String by, String approval) {
      String name = by == null ? "" : OneLine.of(by, BY_LENGTH_MAX);
      return new Cause(id, name.isEmpty() ? "nobody" : name, approval);
    }
  }

  /**
   * A class file to put in.
   *
   * @param running the SHA-256 in hex of the class as it runs
   */
  record NewClass(String name, String running, byte[] bytes) {}

  /** The lines of a tap. */
  static List<String> tap(List<String> classes, List<String> methods) {
    List<String> lines = new ArrayList<>();
    classes.forEach(name -> lines.add("class " + name));
    methods.forEach(method -> lines.add("method " + method));
    return lines;
  }

  /**
   * The lines of a swap.
   *
   * @param watched how long the agent watches and rolls back by itself
   */
  static List<String> swap(
      List<NewClass> classes, List<String> methods, Duration watched) {
    List<String> lines = new ArrayList<>();
    lines.add("provisional " + watched.toSeconds());
    lines.add("until 0");
    for (NewClass patched : classes) {
      lines.add(
          "class " + patched.name() + " " + patched.running() + " "
              + Base64.getEncoder().encodeToString(patched.bytes()));
    }
    methods.forEach(method -> lines.add("method " + method));
    return lines;
  }

  /** The text that is signed: a key and its value a line, in a fixed order. */
  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(VERSION);
    lines.add("kind " + kind.text());
    lines.add("id " + cause.id());
    lines.add("service " + jvm.service());
    lines.add("pid " + jvm.pid());
    lines.add("started " + jvm.startedMillis());
    lines.add("counter " + counter);
    lines.add("expires " + expires.toEpochMilli());
    lines.add("by " + cause.by());
    lines.add("approval " + cause.approval());
    lines.addAll(body);
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      if (line.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("An order's line holds a control character: " + line);
      }
      text.append(line).append('\n');
    }
    return text.toString();
  }
}
