package nexa.heal.reproduce;

import java.util.Map;
import java.util.Set;
import nexa.event.Value;

/**
 * What holds for the whole of one test.
 *
 * @param packageName the test's package, which decides what it may name
 * @param level the Java release the test is written in
 * @param objects the snapshot's objects by their number
 * @param shared the numbers of objects that are reached more than once
 * @param vital names that must not be made up, for they stand in the method that failed
 * @param files the project's files, whose content a stream over one of them has
 */
record CallContext(
    String packageName,
    int level,
    Mode mode,
    Map<Integer, Value> objects,
    Set<Integer> shared,
    Set<String> vital,
    KnownFiles files) {

  private static final int DIAMOND_LEVEL = 7;

  /** The length at which the javaagent cuts a text. */
  static final int TEXT_MAX = 256;

  /** How objects are made. */
  enum Mode {
    /** As a programmer would; an object that a final field's initialiser makes is left as made. */
    PLAIN,
    /** As a programmer would, with every field as captured. */
    CONSTRUCTORS,
    /** As they were when they were made: nothing read yet, nothing set but what setters set. */
    FRESH,
    /** As a programmer would, but where no constructor makes an object past its constructors. */
    MIXED,
    /** Past their constructors, each field set: for state that no caller can make. */
    FIELDS
  }

  /** Whether private state may be set and private methods called. */
  boolean isReflective() {
    return mode == Mode.MIXED || mode == Mode.FIELDS;
  }

  /** The empty type arguments of a generic class, where the language has them. */
  String diamond() {
    return level < DIAMOND_LEVEL ? "" : "<>";
  }
}
