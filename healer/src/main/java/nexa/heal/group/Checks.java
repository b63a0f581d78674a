package nexa.heal.group;

import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Tells methods that only refuse what their caller did, such as {@code Args.requirePositive}, by their
 * first word. Crashes that have one in common need have nothing else in common.
 */
final class Checks {

  private static final Set<String> REFUSING =
      Set.of(
          "assert", "check", "ensure", "expect", "fail", "raise", "reject", "require", "throw",
          "throwing", "validate", "verify");

  private Checks() {}

  /** The methods without the checks they begin with, or all when there is nothing else. */
  static List<String> without(List<String> methods) {
    int first = 0;
    while (first < methods.size() && isCheck(methods.get(first))) {
      first++;
    }
    return first == methods.size() ? methods : methods.subList(first, methods.size());
  }

  private static boolean isCheck(String method) {
    String name = method.substring(method.lastIndexOf('.'));
    Iterator<String> words = NameWords.of(name).iterator();
    String first = words.hasNext() ? words.next() : "";
    String last = first;
    while (words.hasNext()) {
      last = words.next();
    }
    return REFUSING.contains(first)
        || (last.equals("exception") && Set.of("create", "make", "new").contains(first));
  }
}
