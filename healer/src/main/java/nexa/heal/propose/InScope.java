package nexa.heal.propose;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import nexa.heal.source.JavaModel;

/** The variables that have a value at a place: locals set before it, parameters, and fields of its class. */
record InScope(List<Variable> variables) {

  /** How a variable is bound, the nearest first. */
  enum Binding {
    LOCAL,
    PARAMETER,
    FIELD
  }

  /**
   * A variable that can be read.
   *
   * @param name as the place would write it
   * @param constant whether it is a static final field
   */
  record Variable(
      String name, TypeMirror type, Element element, Binding binding, boolean constant) {}

  private static final int VARIABLES_MAX = 80;

  InScope {
    variables = List.copyOf(variables);
  }

  static InScope at(JavaModel model, TreePath place) {
    return new InScope(new Walk(model).from(place));
  }

  /** Those whose value can stand where a type is wanted. */
  List<Variable> of(JavaModel model, TypeMirror wanted) {
    return variables.stream().filter(it -> fits(model, it.type(), wanted)).toList();
  }

  /** Equal primitives, or a subtype: nothing that the compiler would have to convert. */
  static boolean fits(JavaModel model, TypeMirror type, TypeMirror wanted) {
    if (type.getKind().isPrimitive() || wanted.getKind().isPrimitive()) {
      return type.getKind() == wanted.getKind();
    }
    return Typing.isReference(type)
        && Typing.isReference(wanted)
        && model.types().isSubtype(type, wanted);
  }

  /** The way outwards from a place to its class. */
  private static final class Walk {

    private final JavaModel model;
    private final List<Variable> found = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> captured = new HashSet<>();
    private boolean isStatic;
    private boolean inLambda;

    Walk(JavaModel model) {
      this.model = model;
    }

    List<Variable> from(TreePath place) {
      TreePath inner = place;
      for (TreePath path = place.getParentPath(); path != null; path = path.getParentPath()) {
        Tree from = inner.getLeaf();
        switch (path.getLeaf()) {
          case BlockTree it -> {
            before(path, it.getStatements(), from);
            isStatic |= it.isStatic();
          }
          case CaseTree it when it.getStatements() != null ->
              before(path, it.getStatements(), from);
          case ForLoopTree it -> before(path, it.getInitializer(), from);
          case EnhancedForLoopTree it when it.getExpression() != from ->
              add(path, it.getVariable(), Binding.LOCAL);
          case TryTree it when it.getBlock() == from -> before(path, it.getResources(), from);
          case CatchTree it when it.getBlock() == from ->
              add(path, it.getParameter(), Binding.PARAMETER);
          case LambdaExpressionTree it -> {
            parameters(path, it.getParameters());
            inLambda = true;
            captured.addAll(Site.namesOf(it));
          }
          case MethodTree it -> {
            parameters(path, it.getParameters());
            isStatic |= it.getModifiers().getFlags().contains(Modifier.STATIC);
          }
          case VariableTree it ->
              isStatic |= it.getModifiers().getFlags().contains(Modifier.STATIC);
          case ClassTree _ -> {
            fields(path);
            return found.stream().limit(VARIABLES_MAX).toList();
          }
          default -> {}
        }
        inner = path;
      }
      return found;
    }

    /** What the statements in front of one declare and set at once. */
    private void before(TreePath scope, List<? extends Tree> statements, Tree from) {
      if (!statements.contains(from) && !(scope.getLeaf() instanceof ForLoopTree)
          && !(scope.getLeaf() instanceof TryTree)) {
        return;
      }
      for (Tree statement : statements) {
        if (statement == from) {
          return;
        }
        if (statement instanceof VariableTree variable && variable.getInitializer() != null) {
          add(scope, variable, Binding.LOCAL);
        }
      }
    }

    private void parameters(TreePath scope, List<? extends VariableTree> parameters) {
      parameters.forEach(parameter -> add(scope, parameter, Binding.PARAMETER));
    }

    private void add(TreePath scope, VariableTree variable, Binding binding) {
      Element element = model.trees().getElement(new TreePath(scope, variable));
      String name = variable.getName().toString();
      if (element != null && !name.isEmpty() && names.add(name) && canCapture(element, name)) {
        found.add(new Variable(name, element.asType(), element, binding, false));
      }
    }

    /** A lambda may read what is never set again; the compiler vouches for what it reads already. */
    private boolean canCapture(Element element, String name) {
      return !inLambda || element.getModifiers().contains(Modifier.FINAL)
          || captured.contains(name);
    }

    private void fields(TreePath place) {
      if (!(model.trees().getElement(place) instanceof TypeElement owner)) {
        return;
      }
      for (Element member : model.elements().getAllMembers(owner)) {
        Set<Modifier> modifiers = member.getModifiers();
        boolean isClass = modifiers.contains(Modifier.STATIC);
        if (member.getKind() == ElementKind.FIELD && (isClass || !isStatic)
            && canSee(owner, member) && !member.getSimpleName().contentEquals("this")
            && !member.getSimpleName().contentEquals("super")) {
          String name = member.getSimpleName().toString();
          boolean hidden = names.contains(name);
          if (!hidden || !isClass) {
            TypeMirror type =
                owner.asType() instanceof DeclaredType self
                    ? model.types().asMemberOf(self, member)
                    : member.asType();
            found.add(new Variable(hidden ? "this." + name : name, type, member, Binding.FIELD,
                isClass && modifiers.contains(Modifier.FINAL)));
          }
        }
      }
    }

    private boolean canSee(TypeElement from, Element member) {
      if (member.getEnclosingElement() == from) {
        return true;
      }
      Set<Modifier> modifiers = member.getModifiers();
      boolean wide =
          modifiers.contains(Modifier.PUBLIC) || modifiers.contains(Modifier.PROTECTED);
      return wide
          || (!modifiers.contains(Modifier.PRIVATE)
              && model.elements().getPackageOf(member) == model.elements().getPackageOf(from));
    }
  }
}
