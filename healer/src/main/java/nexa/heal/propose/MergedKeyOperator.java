package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.util.TreePath;
import java.util.List;
import java.util.Locale;

/** Says which value stays where two elements of a stream have one key. */
final class MergedKeyOperator implements RepairOperator {

  @Override
  public String name() {
    return "merged-key";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.DUPLICATE_KEY;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    TreePath callable = site.callable();
    String documentation =
        callable == null ? null : site.model().trees().getDocComment(callable);
    boolean firstStays =
        documentation != null && documentation.toLowerCase(Locale.ROOT).contains("first");
    String call = (site.operand() == null ? "" : "${operand}.")
        + "toMap(${arguments}, (first, last) -> ";
    return List.of(
        Suggestion.of(REPLACE_CULPRIT, call + "last)", firstStays ? 3 : 0,
            "Two elements have one key; the last stays, as it does when a map is filled by hand."),
        Suggestion.of(REPLACE_CULPRIT, call + "first)", firstStays ? 0 : 3,
            "Two elements have one key; the first stays."));
  }
}
