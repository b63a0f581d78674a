package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.BEFORE_STATEMENT;
import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.tree.MethodInvocationTree;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import org.jspecify.annotations.Nullable;

/** Makes a collection that is changed later one that can be changed, where it is made or first changed. */
final class MutableCopyOperator implements RepairOperator {

  private static final String COPIED =
      "${culprit} cannot be changed, and the method changes it; a copy can.";

  @Override
  public String name() {
    return "mutable-copy";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.IMMUTABLE;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    String copy = copyClass(site);
    List<Suggestion> suggestions = new ArrayList<>();
    if (copy == null) {
      return suggestions;
    }
    if (site.culprit().getLeaf() instanceof MethodInvocationTree call && !isReceiver(site)) {
      boolean makesEmpty = call.getArguments().isEmpty() && isEmptyMaker(Culprits.nameOf(call));
      suggestions.add(Suggestion.of(REPLACE_CULPRIT,
          "new " + copy + "${typeArguments}(" + (makesEmpty ? "" : "${culprit}") + ")",
          isMaker(Culprits.nameOf(call)) ? 0 : 5, COPIED));
    }
    if (site.isField() || site.isNeededLater()) {
      suggestions.add(Suggestion.of(BEFORE_STATEMENT,
          "${culprit} = new " + copy + "${typeArguments}(${culprit});", 4, COPIED));
    }
    return suggestions;
  }

  /** Whether the collection is changed in the same expression, so that a copy would be lost. */
  private static boolean isReceiver(Site site) {
    return site.expression().getLeaf() != site.culprit().getLeaf();
  }

  private static boolean isMaker(String method) {
    return method.equals("asList") || method.equals("of") || method.equals("copyOf")
        || method.equals("toList") || method.startsWith("unmodifiable")
        || method.startsWith("singleton") || isEmptyMaker(method);
  }

  private static boolean isEmptyMaker(String method) {
    return method.equals("of") || method.startsWith("empty");
  }

  /** The changeable class for an interface of the JDK; null for a type that no copy fits. */
  private static @Nullable String copyClass(Site site) {
    if (!(site.model().typeOf(site.culprit()) instanceof DeclaredType type)) {
      return null;
    }
    return switch (((TypeElement) type.asElement()).getQualifiedName().toString()) {
      case "java.util.List", "java.util.Collection" -> "java.util.ArrayList";
      case "java.util.Set" -> "java.util.LinkedHashSet";
      case "java.util.Map" -> "java.util.LinkedHashMap";
      default -> null;
    };
  }
}
