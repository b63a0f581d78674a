package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/**
 * Breaks a circle of {@code toString}, {@code hashCode} or {@code equals} through objects that hold
 * each other: the one that points back is named instead of told in full.
 */
final class CycleOperator implements RepairOperator {

  private static final Set<String> WHOLE_OBJECT = Set.of("toString", "hashCode", "equals");
  private static final List<String> NAMES = List.of("name", "id", "key", "title", "code", "label");
  private static final int NAME_COST = 2;
  private static final int OMIT_COST = 4;
  private static final int IDENTITY_COST = 8;

  @Override
  public String name() {
    return "cycle";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    TreePath method = site.callable();
    TypeMirror type = site.model().typeOf(site.culprit());
    if (type == null || !site.crash().type().equals("java.lang.StackOverflowError")
        || method == null || !(method.getLeaf() instanceof MethodTree tree)
        || !WHOLE_OBJECT.contains(tree.getName().toString())
        || !Purity.isPure(site.culprit().getLeaf())
        || !(site.model().types().asElement(type) instanceof TypeElement held)
        || site.model().trees().getPath(held) == null
        || !(site.model().trees().getElement(site.culprit()) instanceof Element element)
        || !element.getKind().isVariable()) {
      return List.of();
    }
    List<Suggestion> suggestions = new ArrayList<>();
    Tree parent = site.culprit().getParentPath().getLeaf();
    if (parent instanceof BinaryTree text && text.getKind() == Tree.Kind.PLUS) {
      String name = nameOf(site.model(), held);
      if (name != null) {
        suggestions.add(of("(${culprit} == null ? null : ${culprit}.${name})", NAME_COST)
            .with(Map.of("name", name)));
      }
      suggestions.add(of("System.identityHashCode(${culprit})", IDENTITY_COST));
    } else if (parent instanceof MethodInvocationTree call && isHash(call)) {
      suggestions.add(of("System.identityHashCode(${culprit})", OMIT_COST));
    }
    return suggestions;
  }

  private static Suggestion of(String template, int cost) {
    return Suggestion.of(REPLACE_CULPRIT, template, cost,
        "${culprit} leads back to where the method came from; a name for it ends the circle.");
  }

  private static boolean isHash(MethodInvocationTree call) {
    String select = call.getMethodSelect().toString();
    return select.equals("Objects.hash") || select.equals("Arrays.hashCode")
        || select.equals("Objects.hashCode") || select.endsWith(".hashCode");
  }

  /** A plain value that the type can be told by, as it is written behind a dot. */
  private static @Nullable String nameOf(JavaModel model, TypeElement type) {
    for (String wanted : NAMES) {
      for (Element member : model.elements().getAllMembers(type)) {
        boolean seen = !member.getModifiers().contains(Modifier.PRIVATE);
        String name = member.getSimpleName().toString();
        if (seen && member.getKind() == ElementKind.FIELD && name.equals(wanted)
            && isPlain(member.asType())) {
          return wanted;
        }
        String getter =
            "get" + Character.toUpperCase(wanted.charAt(0)) + wanted.substring(1);
        if (seen && member.getKind() == ElementKind.METHOD
            && (name.equals(getter) || name.equals(wanted))
            && member instanceof javax.lang.model.element.ExecutableElement it
            && it.getParameters().isEmpty() && isPlain(it.getReturnType())) {
          return name + "()";
        }
      }
    }
    return null;
  }

  private static boolean isPlain(TypeMirror type) {
    return type.getKind() == TypeKind.INT || type.getKind() == TypeKind.LONG
        || type.toString().equals("java.lang.String");
  }
}
