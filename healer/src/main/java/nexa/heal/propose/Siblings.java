package nexa.heal.propose;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import nexa.heal.source.JavaModel;

/** The methods that do the like of a method: those of its class, and its counterparts in classes of the same kind. */
final class Siblings {

  private static final int SIBLINGS_MAX = 60;

  private final JavaModel model;
  private final TreePath method;
  private final ExecutableElement element;

  private Siblings(JavaModel model, TreePath method, ExecutableElement element) {
    this.model = model;
    this.method = method;
    this.element = element;
  }

  /** The siblings of a method, the likeliest to have the same needs first. */
  static List<TreePath> of(JavaModel model, TreePath method) {
    return model.trees().getElement(method) instanceof ExecutableElement element
        ? new Siblings(model, method, element).find()
        : List.of();
  }

  private List<TreePath> find() {
    List<TreePath> found = new ArrayList<>();
    for (TreePath sibling : methodsOf(method.getParentPath())) {
      found.add(isNamed(sibling) ? 0 : found.size(), sibling);
    }
    counterparts(found);
    return found.stream().filter(it -> it.getLeaf() != method.getLeaf()).limit(SIBLINGS_MAX)
        .toList();
  }

  private boolean isNamed(TreePath sibling) {
    return ((MethodTree) sibling.getLeaf()).getName().contentEquals(element.getSimpleName());
  }

  private static List<TreePath> methodsOf(TreePath type) {
    List<TreePath> methods = new ArrayList<>();
    if (type.getLeaf() instanceof ClassTree tree) {
      for (Tree member : tree.getMembers()) {
        if (member instanceof MethodTree) {
          methods.add(new TreePath(type, member));
        }
      }
    }
    return methods;
  }

  /** The methods of the same name and parameters in the classes that share a supertype with this one. */
  private void counterparts(List<TreePath> found) {
    Set<Element> supertypes =
        element.getEnclosingElement() instanceof Element type ? supertypes(type) : Set.of();
    if (supertypes.isEmpty()) {
      return;
    }
    int at = 0;
    for (String file : model.files()) {
      CompilationUnitTree unit = model.unit(file);
      for (Tree type : unit.getTypeDecls()) {
        TreePath path = new TreePath(new TreePath(unit), type);
        if (type != method.getParentPath().getLeaf()
            && type instanceof ClassTree
            && model.trees().getElement(path) instanceof TypeElement other
            && supertypes(other).stream().anyMatch(supertypes::contains)) {
          for (TreePath counterpart : methodsOf(path)) {
            if (isNamed(counterpart) && hasParameters(counterpart) && found.size() < SIBLINGS_MAX) {
              found.add(at++, counterpart);
            }
          }
        }
      }
    }
  }

  private boolean hasParameters(TreePath counterpart) {
    return ((MethodTree) counterpart.getLeaf()).getParameters().size() == element.getParameters()
        .size();
  }

  /** All supertypes but Object, the type itself too where it is no plain class of its own. */
  private Set<Element> supertypes(Element type) {
    Set<Element> supertypes = new HashSet<>();
    collect(type.asType(), supertypes);
    supertypes.removeIf(it -> it.toString().equals("java.lang.Object"));
    return supertypes;
  }

  private void collect(TypeMirror type, Set<Element> supertypes) {
    Element element = model.types().asElement(type);
    if (element != null && supertypes.add(element)) {
      model.types().directSupertypes(type).forEach(it -> collect(it, supertypes));
    }
  }

  /**
   * What a sibling's parameters are called in a method: by name and type, else by being the only
   * one of a type.
   */
  static Map<Element, String> roles(JavaModel model, TreePath sibling, TreePath method) {
    Map<Element, String> names = new HashMap<>();
    if (model.trees().getElement(sibling) instanceof ExecutableElement from
        && model.trees().getElement(method) instanceof ExecutableElement to) {
      for (VariableElement parameter : from.getParameters()) {
        List<VariableElement> alike =
            to.getParameters().stream()
                .map(VariableElement.class::cast)
                .filter(it -> model.types().isSameType(
                    model.types().erasure(it.asType()),
                    model.types().erasure(parameter.asType())))
                .toList();
        alike.stream()
            .filter(it -> it.getSimpleName().equals(parameter.getSimpleName()))
            .findFirst()
            .or(() -> alike.size() == 1 ? Optional.of(alike.getFirst())
                : Optional.empty())
            .ifPresent(it -> names.put(parameter, it.getSimpleName().toString()));
      }
    }
    boolean distinct = Set.copyOf(names.values()).size() == names.size();
    return distinct ? names : Map.of();
  }
}
