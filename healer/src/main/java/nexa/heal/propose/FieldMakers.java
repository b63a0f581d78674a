package nexa.heal.propose;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/** The methods of a class that give its fields their values when they are asked to. */
final class FieldMakers {

  private FieldMakers() {}

  /** The one method of the class that makes the site's field and no other one, by its name. */
  static Optional<String> of(Site site) {
    Element field = site.model().trees().getElement(site.culprit());
    TreePath here = Slice.enclosingMethod(site.culprit());
    if (field == null || here == null
        || !(here.getParentPath().getLeaf() instanceof ClassTree type)) {
      return Optional.empty();
    }
    List<String> makers = new ArrayList<>();
    for (Tree member : type.getMembers()) {
      if (member instanceof MethodTree method
          && member != here.getLeaf()
          && method.getParameters().isEmpty()
          && method.getReturnType() != null
          && method.getReturnType().toString().equals("void")
          && made(site.model(), new TreePath(here.getParentPath(), method)).equals(Set.of(field))) {
        makers.add(method.getName().toString());
      }
    }
    return makers.size() == 1 ? Optional.of(makers.getFirst()) : Optional.empty();
  }

  /** The fields that a method assigns something new. */
  private static Set<Element> made(JavaModel model, TreePath method) {
    Set<Element> fields = new HashSet<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitAssignment(AssignmentTree node, @Nullable Void unused) {
        Element element =
            model.trees().getElement(new TreePath(getCurrentPath(), node.getVariable()));
        if (element != null && element.getKind() == ElementKind.FIELD
            && node.getExpression().getKind() == Tree.Kind.NEW_CLASS) {
          fields.add(element);
        }
        return super.visitAssignment(node, unused);
      }
    }.scan(method, null);
    return fields;
  }
}
