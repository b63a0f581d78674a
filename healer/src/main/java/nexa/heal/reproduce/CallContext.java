package nexa.heal.reproduce;

import java.util.Map;
import java.util.Set;
import nexa.event.Value;

/**
 * What holds for the whole of one test.
 *
 * @param packageName the test's package, which decides what it may name
 * @param release the Java release the test is compiled for
 * @param objects the snapshot's objects by their number
 * @param shared the numbers of objects that are reached more than once
 * @param vital names that must not be made up, for they stand in the method that failed
 */
record CallContext(
    String packageName,
    int release,
    Mode mode,
    Map<Integer, Value> objects,
    Set<Integer> shared,
    Set<String> vital) {

  /** The length at which the javaagent cuts a text. */
  static final int TEXT_MAX = 256;

  /** How objects are made. */
  enum Mode {
    /** As a programmer would; an object that a final field's initialiser makes is left as made. */
    PLAIN,
    /** As a programmer would, with every field as captured. */
    CONSTRUCTORS,
    /** Past their constructors, each field set: for state that no caller can make. */
    FIELDS
  }
}
