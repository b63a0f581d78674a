package nexa.heal.verify;

import java.util.List;

/**
 * A method that takes elements out of what it walks through by index. The index that is then beyond the end
 * has passed over others before, which a test of the index leaves as it is.
 */
final class Shrinking {

  private static final List<String> TAKING = List.of(".remove(", ".removeFirst(", ".removeLast(");

  private Shrinking() {}

  /** Whether a silencing tests an index against the size of what its method makes shorter. */
  static boolean is(Silencing silencing) {
    String sized = Silencing.sized(silencing.condition());
    String method = silencing.source().plain(silencing.method().getLeaf());
    boolean loops = method.contains("for (") || method.contains("while (");
    return !sized.isEmpty() && loops
        && (silencing.condition().contains("<") || silencing.condition().contains(">"))
        && TAKING.stream().anyMatch(taking -> method.contains(sized + taking));
  }
}
