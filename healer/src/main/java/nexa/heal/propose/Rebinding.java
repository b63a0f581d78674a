package nexa.heal.propose;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.Map;
import java.util.TreeMap;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/** Source taken from one place, with its variables named as those of another that have their roles. */
final class Rebinding {

  private Rebinding() {}

  /**
   * A tree's source with variables replaced.
   *
   * @param names what the variables of the source are called at the new place; a field keeps its name
   *     where they do not tell
   * @return null when a local variable has no counterpart there
   */
  static @Nullable String of(JavaModel model, TreePath tree, Map<Element, String> names) {
    TreeMap<Integer, Element> found = new TreeMap<>();
    boolean[] complete = {true};
    int base = model.start(tree.getCompilationUnit(), tree.getLeaf());
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
        Element element = model.trees().getElement(getCurrentPath());
        if (element != null && (isLocal(element) || names.containsKey(element))) {
          complete[0] &= names.containsKey(element);
          found.put(model.start(tree.getCompilationUnit(), name) - base, element);
        }
        return null;
      }

      @Override
      public @Nullable Void visitVariable(VariableTree declared, @Nullable Void unused) {
        complete[0] = false; // a new variable may meet one of the same name at the new place
        return null;
      }
    }.scan(tree, null);
    if (!complete[0]) {
      return null;
    }
    StringBuilder source = new StringBuilder(model.text(tree));
    found.descendingMap().forEach(
        (at, element) -> source.replace(
            at, at + element.getSimpleName().length(), names.getOrDefault(element, "")));
    return source.toString();
  }

  static boolean isLocal(Element element) {
    return switch (element.getKind()) {
      case LOCAL_VARIABLE, PARAMETER, EXCEPTION_PARAMETER, RESOURCE_VARIABLE, BINDING_VARIABLE ->
          true;
      default -> false;
    };
  }

  /** Whether a tree names a member of its own class, which another class need not have. */
  static boolean namesMembers(JavaModel model, TreePath tree) {
    boolean[] names = new boolean[1];
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
        Element element = model.trees().getElement(getCurrentPath());
        names[0] |= element != null && !isLocal(element)
            && (element.getKind().isField() || element instanceof ExecutableElement);
        return null;
      }

      @Override
      public @Nullable Void visitMemberSelect(MemberSelectTree select, @Nullable Void unused) {
        return scan(select.getExpression(), unused);
      }
    }.scan(tree, null);
    return names[0];
  }
}
