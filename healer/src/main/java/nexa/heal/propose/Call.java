package nexa.heal.propose;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeMirror;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/**
 * A call as it is written, and what its method is.
 *
 * @param head the source in front of the parenthesis of the arguments
 * @param owner the type whose members may be called there instead
 */
record Call(JavaModel model, TreePath path, ExecutableElement method, DeclaredType owner,
    String head, List<TreePath> arguments) {

  private static final int ARGUMENTS_MAX = 8;

  Call {
    arguments = List.copyOf(arguments);
  }

  /** The call that an expression is; null when it is none, or calls another constructor. */
  static @Nullable Call of(JavaModel model, TreePath path) {
    if (!(path.getLeaf() instanceof MethodInvocationTree)
        && !(path.getLeaf() instanceof NewClassTree)) {
      return null;
    }
    Element element = model.trees().getElement(path);
    if (!(element instanceof ExecutableElement method) || isConstructorCall(path)
        || hasBody(path)) {
      return null;
    }
    List<? extends ExpressionTree> arguments = Culprits.arguments(path.getLeaf());
    DeclaredType owner = owner(model, path, method);
    String source = model.text(path);
    int open = openParenthesis(model, path, source, arguments);
    return owner == null || open < 0 || arguments.size() > ARGUMENTS_MAX
        ? null
        : new Call(model, path, method, owner, source.substring(0, open),
            arguments.stream().map(it -> new TreePath(path, it)).toList());
  }

  private static boolean isConstructorCall(TreePath path) {
    return path.getLeaf() instanceof MethodInvocationTree call
        && call.getMethodSelect() instanceof IdentifierTree name
        && (name.getName().contentEquals("this") || name.getName().contentEquals("super"));
  }

  private static boolean hasBody(TreePath path) {
    return path.getLeaf() instanceof NewClassTree made && made.getClassBody() != null;
  }

  private static @Nullable DeclaredType owner(
      JavaModel model, TreePath path, ExecutableElement method) {
    TreePath receiver = Culprits.receiver(path);
    Element type = method.getEnclosingElement();
    TypeMirror owner =
        path.getLeaf() instanceof NewClassTree
            ? model.typeOf(path)
            : receiver != null ? model.typeOf(receiver) : type == null ? null : type.asType();
    return owner instanceof DeclaredType declared ? declared : null;
  }

  /** Where the arguments' parenthesis opens: in front of the first argument, or of the closing one. */
  private static int openParenthesis(
      JavaModel model, TreePath path, String source, List<? extends ExpressionTree> arguments) {
    int before =
        arguments.isEmpty()
            ? source.lastIndexOf(')')
            : model.start(path.getCompilationUnit(), arguments.getFirst())
                - model.start(path.getCompilationUnit(), path.getLeaf());
    return before < 0 ? -1 : source.lastIndexOf('(', before - 1);
  }

  /** The method's name, {@code <init>} of a constructor. */
  String name() {
    return method.getSimpleName().toString();
  }

  boolean isStatic() {
    return method.getModifiers().contains(Modifier.STATIC);
  }

  List<String> argumentSources() {
    return arguments.stream().map(model::text).toList();
  }

  /** The call with other arguments. */
  String with(List<String> sources) {
    return head + "(" + String.join(", ", sources) + ")";
  }

  /** The call of another method of the owner, with the same arguments. */
  String calling(String name) {
    String qualifier = head.substring(0, head.length() - name().length());
    return qualifier + name + model.text(path).substring(head.length());
  }

  /** Whether the head ends with the method's name, so that another can stand for it. */
  boolean canBeRenamed() {
    return path.getLeaf() instanceof MethodInvocationTree call
        && (call.getMethodSelect() instanceof MemberSelectTree
            || call.getMethodSelect() instanceof IdentifierTree)
        && head.endsWith(name());
  }

  /** The methods, or constructors, that may be called there too; the called one is not among them. */
  List<ExecutableElement> siblings() {
    if (!(owner.asElement() instanceof TypeElement type)) {
      return List.of();
    }
    List<ExecutableElement> siblings = new ArrayList<>();
    for (Element member : model.elements().getAllMembers(type)) {
      boolean sameKind = member.getKind() == method.getKind();
      boolean ofType =
          member.getKind() != ElementKind.CONSTRUCTOR || member.getEnclosingElement() == type;
      if (sameKind && ofType && member != method && canSee(member)
          && member.getModifiers().contains(Modifier.STATIC) == isStatic()
          && member instanceof ExecutableElement sibling) {
        siblings.add(sibling);
      }
    }
    return siblings;
  }

  private boolean canSee(Element member) {
    if (member.getModifiers().contains(Modifier.PUBLIC)) {
      return true;
    }
    TypeElement here = enclosingClass();
    if (here == null) {
      return false;
    }
    return member.getModifiers().contains(Modifier.PRIVATE)
        ? member.getEnclosingElement() == here
        : model.elements().getPackageOf(member) == model.elements().getPackageOf(here);
  }

  private @Nullable TypeElement enclosingClass() {
    for (TreePath at = path; at != null; at = at.getParentPath()) {
      if (at.getLeaf() instanceof ClassTree
          && model.trees().getElement(at) instanceof TypeElement type) {
        return type;
      }
    }
    return null;
  }

  /** A method's parameter types as the owner has them; empty when it is no member of it. */
  List<? extends TypeMirror> parameterTypes(ExecutableElement member) {
    try {
      return model.types().asMemberOf(owner, member) instanceof ExecutableType type
          ? type.getParameterTypes()
          : List.of();
    } catch (IllegalArgumentException e) {
      return List.of(); // javac's answer to a member that the owner does not have
    }
  }

  /** What a call of a method gives. */
  TypeMirror returnType(ExecutableElement member) {
    try {
      return model.types().asMemberOf(owner, member) instanceof ExecutableType type
          ? type.getReturnType()
          : member.getReturnType();
    } catch (IllegalArgumentException e) {
      return member.getReturnType(); // as it is declared, then
    }
  }

  /** Whether a value of an argument can be handed to a parameter. */
  boolean accepts(TypeMirror parameter, TreePath argument) {
    TypeMirror type = model.typeOf(argument);
    return type != null && model.types().isAssignable(type, parameter);
  }
}
