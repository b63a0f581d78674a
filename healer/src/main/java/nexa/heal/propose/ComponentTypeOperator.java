package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import nexa.heal.source.JavaModel;

/** Makes an array of the component type that is wanted of it. */
final class ComponentTypeOperator implements RepairOperator {

  @Override
  public String name() {
    return "component-type";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    return switch (site.crash().type()) {
      case "java.lang.ClassCastException" -> castToArray(site);
      case "java.lang.ArrayStoreException" -> widerArray(site);
      default -> List.of();
    };
  }

  /** {@code (T[]) list.toArray()} becomes {@code list.toArray(new T[list.size()])}. */
  private static List<Suggestion> castToArray(Site site) {
    if (!(site.culprit().getLeaf() instanceof TypeCastTree cast)
        || !(cast.getExpression() instanceof MethodInvocationTree call)
        || !Culprits.nameOf(call).equals("toArray") || !call.getArguments().isEmpty()
        || !(site.model().typeOf(site.culprit()) instanceof ArrayType array)) {
      return List.of();
    }
    TreePath list = Culprits.receiver(new TreePath(site.culprit(), call));
    TypeMirror component = array.getComponentType();
    return list == null || component.getKind() != TypeKind.DECLARED
        ? List.of()
        : List.of(Suggestion.of(REPLACE_CULPRIT, "${list}.toArray(new ${component}[0])", 0,
            "Without an array of the wanted type, toArray gives an Object[].")
            .with(Map.of("list", site.model().text(list),
                "component", site.model().types().erasure(component).toString())));
  }

  /** {@code Object[] all = new String[n]} becomes {@code Object[] all = new Object[n]}. */
  private static List<Suggestion> widerArray(Site site) {
    JavaModel model = site.model();
    if (!(site.culprit().getLeaf() instanceof NewArrayTree made) || made.getType() == null
        || !(model.typeOf(site.culprit()) instanceof ArrayType own)) {
      return List.of();
    }
    List<Suggestion> suggestions = new ArrayList<>();
    Tree parent = site.culprit().getParentPath().getLeaf();
    if (parent instanceof VariableTree
        && model.typeOf(site.culprit().getParentPath()) instanceof ArrayType wanted
        && wanted.getComponentType().getKind() == TypeKind.DECLARED
        && !model.types().isSameType(own, wanted)) {
      int type = model.start(site.unit(), made.getType()) - model.start(site.unit(), made);
      String source = model.text(site.culprit());
      int after = model.end(site.unit(), made.getType()) - model.start(site.unit(), made);
      suggestions.add(
          Suggestion.of(REPLACE_CULPRIT, "${wider}", 2,
              "The array is made for less than its variable may hold.")
              .with(Map.of("wider", source.substring(0, type)
                  + model.types().erasure(wanted.getComponentType()) + source.substring(after))));
    }
    return suggestions;
  }
}
