package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.tree.VariableTree;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Gives a field that nothing has set yet a value where it is declared. */
final class FieldInitOperator implements RepairOperator {

  @Override
  public String name() {
    return "field-init";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.FIELD;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    VariableTree field = (VariableTree) site.culprit().getLeaf();
    boolean unset = field.getInitializer() == null || Slice.isNull(field.getInitializer());
    boolean open = !field.getModifiers().getFlags().contains(Modifier.FINAL);
    return unset && open
        ? List.of(Suggestion.of(REPLACE_CULPRIT, "${declaration} = ${default};", 1,
            "The field was still null when it was used; now it starts with a value."))
        : List.of();
  }
}
