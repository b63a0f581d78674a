package nexa.heal.propose;

import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import nexa.heal.source.ParsedSource;

/** Which methods' bodies differ between two versions of a file. */
public sealed interface ChangedMethods {

  /** Bodies differ, and one of them in more than one place. */
  record Scattered() implements ChangedMethods {}

  /** Only layout, comments or imports differ. */
  record None() implements ChangedMethods {}

  /** More than bodies differs, such as a signature, a field or a class. */
  record More() implements ChangedMethods {}

  /** One of the two is no Java. */
  record Unreadable() implements ChangedMethods {}

  /**
   * Only bodies differ, each in one place.
   *
   * @param ordinals the places of the methods among the methods with a body, as they stand in the file
   */
  record Bodies(List<Integer> ordinals) implements ChangedMethods {
    public Bodies {
      ordinals = List.copyOf(ordinals);
    }
  }

  /** Compares two versions of a file by their syntax. */
  static ChangedMethods between(String before, String after) {
    ParsedSource old = ParsedSource.of(before);
    ParsedSource now = ParsedSource.of(after);
    if (!old.isValid() || !now.isValid()) {
      return new Unreadable();
    }
    List<TreePath> oldMethods = old.methods();
    List<TreePath> newMethods = now.methods();
    if (oldMethods.size() != newMethods.size()
        || !Syntax.skeleton(old.unit()).equals(Syntax.skeleton(now.unit()))) {
      return new More();
    }
    List<Integer> changed = new ArrayList<>();
    boolean onePlace = true;
    for (int i = 0; i < oldMethods.size(); i++) {
      if (!Syntax.of(oldMethods.get(i).getLeaf()).equals(Syntax.of(newMethods.get(i).getLeaf()))) {
        changed.add(i);
        onePlace &= Difference.between(oldMethods.get(i), newMethods.get(i)).isOnePlace();
      }
    }
    if (!onePlace) {
      return new Scattered();
    }
    return changed.isEmpty() ? new None() : new Bodies(changed);
  }
}
