package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;
import static nexa.patch.Recipe.Shape.REPLACE_EXPRESSION;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/**
 * Calls what bears null instead: the constant's own {@code equals}, the JDK's null-safe forms, or a
 * static method of the project that does the same for a first argument.
 */
final class NullSafeCallOperator implements RepairOperator {

  private static final int SIBLINGS_MAX = 3;

  /** Methods that write a text somewhere. */
  private static final Set<String> WRITING =
      Set.of("append", "print", "println", "printf", "format", "write", "log", "trace", "debug",
          "info", "warn", "error");

  @Override
  public String name() {
    return "null-safe-call";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.NULL;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    if (!(site.expression().getLeaf() instanceof MethodInvocationTree call)
        || site.culprit().getParentPath().getLeaf() != call.getMethodSelect()) {
      return List.of();
    }
    List<Suggestion> suggestions = new ArrayList<>(siblings(site, call));
    suggestions.addAll(wrappers(site));
    switch (Culprits.nameOf(call)) {
      case "equals" -> suggestions.addAll(equality(site, call));
      case "hashCode" -> suggestions.add(Suggestion.of(REPLACE_EXPRESSION,
          "java.util.Objects.hashCode(${culprit})", 0,
          "${culprit} was null, which has a hash too."));
      case "toString" -> {
        if (call.getArguments().isEmpty() && isWritten(site.expression())) {
          suggestions.add(Suggestion.of(REPLACE_EXPRESSION, "String.valueOf(${culprit})", 4,
              "${culprit} was null, which can be written too."));
        }
      }
      default -> {}
    }
    return suggestions;
  }

  /** Whether a text is for people to read, who know what null means, rather than for the program. */
  private static boolean isWritten(TreePath text) {
    return switch (text.getParentPath().getLeaf()) {
      case BinaryTree joined ->
          joined.getKind() == Tree.Kind.PLUS && isWritten(text.getParentPath());
      case ParenthesizedTree _ -> isWritten(text.getParentPath());
      case NewClassTree made -> made.getIdentifier().toString().endsWith("Exception");
      case MethodInvocationTree call -> WRITING.contains(Culprits.nameOf(call));
      case MemberSelectTree asked -> asked.getIdentifier().contentEquals("length");
      case ReturnTree returned ->
          Slice.enclosingMethod(text) instanceof TreePath path
              && path.getLeaf() instanceof MethodTree method
              && method.getName().contentEquals("toString");
      default -> false;
    };
  }

  private static List<Suggestion> equality(Site site, MethodInvocationTree call) {
    if (call.getArguments().size() != 1) {
      return List.of();
    }
    List<Suggestion> suggestions = new ArrayList<>();
    TreePath argument = new TreePath(site.expression(), call.getArguments().getFirst());
    if (isConstant(site.model(), argument)) {
      suggestions.add(Suggestion.of(REPLACE_EXPRESSION, "${argument}.equals(${culprit})", -1,
          "${culprit} was null; ${argument} never is and can do the comparison."));
    } else {
      suggestions.add(Suggestion.of(REPLACE_EXPRESSION,
          "java.util.Objects.equals(${culprit}, ${argument})", 0,
          "${culprit} was null, and null may be compared too."));
      if (!new LanguageLevel(site.model().release()).allows("java.util.Objects")
          && Purity.isPure(argument.getLeaf())) {
        suggestions.add(Suggestion.of(REPLACE_EXPRESSION,
            "${culprit} == null ? ${argument} == null : ${expression}", 0,
            "${culprit} was null, and null may be compared too."));
      }
    }
    return suggestions;
  }

  private static boolean isConstant(JavaModel model, TreePath path) {
    Element element = model.trees().getElement(path);
    return (path.getLeaf() instanceof LiteralTree && !isNull(path))
        || (element != null && element.getKind() == ElementKind.ENUM_CONSTANT)
        || (element != null && element.getKind() == ElementKind.FIELD
            && element.getModifiers().containsAll(Set.of(Modifier.STATIC, Modifier.FINAL)));
  }

  private static boolean isNull(TreePath path) {
    return Slice.isNull((ExpressionTree) path.getLeaf());
  }

  /** Static methods of the project named like the call, that take the receiver as their first argument. */
  private static List<Suggestion> siblings(Site site, MethodInvocationTree call) {
    List<Suggestion> suggestions = new ArrayList<>();
    TypeElement own = enclosingClass(site);
    for (TypeElement type : inReach(site, own)) {
      for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
        if (suggestions.size() < SIBLINGS_MAX && replaces(site, call, method, type.equals(own))) {
          String qualifier = type.equals(own) ? "" : type.getQualifiedName() + ".";
          String more = call.getArguments().isEmpty() ? "" : ", ${argument}";
          suggestions.add(Suggestion.of(REPLACE_EXPRESSION,
              qualifier + method.getSimpleName() + "(${culprit}" + more + ")", -1,
              "The project has a form of " + method.getSimpleName()
                  + " that takes ${culprit} as an argument."));
        }
      }
    }
    return suggestions;
  }

  /** A method through which the class reads the same value elsewhere: {@code text(contact.name())}. */
  private static List<Suggestion> wrappers(Site site) {
    TypeElement own = enclosingClass(site);
    TypeMirror type = site.model().typeOf(site.culprit());
    String file = site.model().text(site.file());
    if (own == null || type == null || !site.canRepeat()) {
      return List.of();
    }
    String argument = "(" + site.model().text(site.culprit()) + ")";
    return ElementFilter.methodsIn(own.getEnclosedElements()).stream()
        .filter(it -> it.getParameters().size() == 1
            && file.contains(it.getSimpleName() + argument)
            && site.model().types().isAssignable(it.getReturnType(), type)
            && site.model().types().isAssignable(type, it.getParameters().getFirst().asType())
            && !it.equals(Slice.enclosingMethod(site.culprit()) instanceof TreePath inside
                ? site.model().trees().getElement(inside) : null))
        .limit(SIBLINGS_MAX)
        .map(it -> Suggestion.of(REPLACE_CULPRIT, it.getSimpleName() + "(${culprit})", -5,
            "Elsewhere the class reads ${culprit} by its own " + it.getSimpleName() + "."))
        .toList();
  }

  private static @Nullable TypeElement enclosingClass(Site site) {
    for (TreePath path = site.culprit(); path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof ClassTree
          && site.model().trees().getElement(path) instanceof TypeElement type
          && type.getSimpleName().length() > 0) {
        return type;
      }
    }
    return null;
  }

  /** The class itself, those of its package and those its file imports, as far as they are the project's. */
  private static List<TypeElement> inReach(Site site,
      @Nullable TypeElement own) {
    JavaModel model = site.model();
    List<TypeElement> types = new ArrayList<>();
    if (own != null) {
      types.add(own);
      model.elements().getPackageOf(own).getEnclosedElements().stream()
          .filter(it -> it instanceof TypeElement && !it.equals(own))
          .forEach(it -> types.add((TypeElement) it));
    }
    site.unit().getImports().stream()
        .filter(it -> !it.isStatic())
        .map(it -> model.type(it.getQualifiedIdentifier().toString()))
        .filter(it -> it != null && !types.contains(it))
        .forEach(types::add);
    return types.stream().filter(it -> model.trees().getPath(it) != null).toList();
  }

  private static boolean replaces(Site site, MethodInvocationTree call, ExecutableElement method,
      boolean own) {
    JavaModel model = site.model();
    boolean fits = method.getSimpleName().contentEquals(Culprits.nameOf(call))
        && method.getModifiers().contains(Modifier.STATIC)
        && (own || !method.getModifiers().contains(Modifier.PRIVATE))
        && method.getTypeParameters().isEmpty()
        && method.getParameters().size() == call.getArguments().size() + 1
        && isGiven(model, site.culprit(), method, 0)
        && isResult(model, site.expression(), method);
    for (int i = 0; fits && i < call.getArguments().size(); i++) {
      fits = isGiven(model, new TreePath(site.expression(), call.getArguments().get(i)), method,
          i + 1);
    }
    TreePath inside = site.callable();
    return fits && (inside == null || !method.equals(model.trees().getElement(inside)));
  }

  private static boolean isGiven(JavaModel model, TreePath value, ExecutableElement method,
      int parameter) {
    TypeMirror from = model.typeOf(value);
    return from != null
        && model.types().isAssignable(from, method.getParameters().get(parameter).asType());
  }

  private static boolean isResult(JavaModel model, TreePath call, ExecutableElement method) {
    TypeMirror wanted = model.typeOf(call);
    return wanted != null && model.types().isSameType(wanted, method.getReturnType());
  }
}
