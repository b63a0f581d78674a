package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;
import static nexa.patch.Recipe.Shape.REPLACE_LOOP;

import java.util.List;

/** Lets a loop change the collection that it walks through. */
final class ModificationOperator implements RepairOperator {

  @Override
  public String name() {
    return "concurrent-modification";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.WALKED;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    return List.of(
        Suggestion.of(REPLACE_LOOP,
            "for (java.util.Iterator<${type}> ${iterator} = ${culprit}.iterator(); ${iterator}.hasNext();) {\n"
                + "  ${type} ${variable} = ${iterator}.next();\n  ${body}\n}",
            2,
            "The loop removes from ${culprit}, which only the loop's iterator may do."),
        Suggestion.of(REPLACE_LOOP, "${culprit}.removeIf(${variable} -> ${condition});", 3,
            "The loop removes from ${culprit} by one condition, for which there is a method."),
        Suggestion.of(REPLACE_CULPRIT, "new java.util.ArrayList<>(${culprit})", 1,
            "${culprit} changes while the loop walks through it; a copy does not."));
  }
}
