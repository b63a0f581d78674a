package nexa.heal.propose;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import nexa.heal.source.JavaModel;
import nexa.patch.Edit;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether an {@code int} may become a {@code long} where it stands. Local variables and
 * private fields that it flows into have to follow; a method's parameter or result never does, but
 * an overload may take what is wider.
 */
final class Widening {

  private static final int VARIABLES_MAX = 4;

  private final JavaModel model;
  private final Site site;
  private final Set<Element> widened = new LinkedHashSet<>();
  private final List<Edit> edits = new ArrayList<>();

  private Widening(Site site) {
    this.site = site;
    this.model = site.model();
  }

  /** The declarations to change so that an expression may be wider, empty when it cannot be. */
  static Optional<List<Edit>> of(Site site, TreePath expression) {
    Widening widening = new Widening(site);
    return widening.mayBeWide(expression)
        ? Optional.of(List.copyOf(widening.edits)) : Optional.empty();
  }

  /** Whether a {@code long} may stand where an expression stands. */
  private boolean mayBeWide(TreePath expression) {
    Tree leaf = expression.getLeaf();
    TreePath parent = expression.getParentPath();
    return switch (parent.getLeaf()) {
      case ParenthesizedTree _ -> mayBeWide(parent);
      case TypeCastTree _,ExpressionStatementTree _ -> true;
      case BinaryTree it -> mayBeWideIn(it, leaf, parent);
      case UnaryTree _ -> mayBeWide(parent);
      case ConditionalExpressionTree it -> it.getCondition() != leaf && mayBeWide(parent);
      case VariableTree _ -> takes(parent);
      case AssignmentTree it -> takes(new TreePath(parent, it.getVariable())) && mayBeWide(parent);
      case CompoundAssignmentTree it -> takes(new TreePath(parent, it.getVariable()));
      case ReturnTree _ -> isWide(site.returnType());
      case MethodInvocationTree it -> hasOverload(parent, it.getArguments().indexOf(leaf));
      case NewClassTree it -> hasOverload(parent, it.getArguments().indexOf(leaf));
      default -> false;
    };
  }

  private boolean mayBeWideIn(BinaryTree tree, Tree leaf, TreePath path) {
    TypeMirror type = model.typeOf(path);
    boolean number = type != null && type.getKind().isPrimitive()
        && type.getKind() != TypeKind.BOOLEAN;
    boolean shifts = switch (tree.getKind()) {
      case LEFT_SHIFT, RIGHT_SHIFT, UNSIGNED_RIGHT_SHIFT -> tree.getRightOperand() == leaf;
      default -> false;
    };
    return !number || shifts || mayBeWide(path);
  }

  /** Whether a variable is wide enough or can be made so. */
  private boolean takes(TreePath variable) {
    return isWide(model.typeOf(variable))
        || (model.trees().getElement(variable) instanceof VariableElement element
            && widen(element));
  }

  private boolean widen(VariableElement variable) {
    if (widened.contains(variable)) {
      return true;
    }
    boolean local = variable.getKind() == ElementKind.LOCAL_VARIABLE;
    boolean field = variable.getKind() == ElementKind.FIELD
        && variable.getModifiers().contains(Modifier.PRIVATE);
    TreePath declaration = local || field ? declaration(variable) : null;
    if (declaration == null || widened.size() >= VARIABLES_MAX
        || !(declaration.getLeaf() instanceof VariableTree tree)
        || !(tree.getType() instanceof PrimitiveTypeTree type)
        || type.getPrimitiveTypeKind() != TypeKind.INT || standsWithOthers(declaration)) {
      return false;
    }
    widened.add(variable);
    int start = model.start(site.unit(), type);
    edits.add(new Edit(site.file(), start, model.end(site.unit(), type), "long"));
    return uses(variable).stream().allMatch(this::mayBeWide);
  }

  /** {@code int a, b;} has one type for both. */
  private boolean standsWithOthers(TreePath declaration) {
    String source = model.text(declaration);
    int end = model.end(site.unit(), declaration.getLeaf());
    String rest = model.text(site.file()).substring(end);
    return source.endsWith(",") || (!source.endsWith(";") && !rest.stripLeading().startsWith(":"));
  }

  private @Nullable TreePath declaration(VariableElement variable) {
    TreePath[] found = new TreePath[1];
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
        if (variable.equals(model.trees().getElement(getCurrentPath()))) {
          found[0] = getCurrentPath();
        }
        return super.visitVariable(tree, unused);
      }
    }.scan(new TreePath(site.unit()), null);
    return found[0];
  }

  /** Where the file reads a variable. */
  private List<TreePath> uses(VariableElement variable) {
    List<TreePath> uses = new ArrayList<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void unused) {
        TreePath path = getCurrentPath();
        if (variable.equals(model.trees().getElement(path)) && isRead(path)) {
          uses.add(path);
        }
        return super.visitIdentifier(tree, unused);
      }
    }.scan(new TreePath(site.unit()), null);
    return uses;
  }

  private static boolean isRead(TreePath path) {
    return switch (path.getParentPath().getLeaf()) {
      case AssignmentTree it -> it.getVariable() != path.getLeaf();
      case CompoundAssignmentTree it -> it.getVariable() != path.getLeaf();
      default -> true;
    };
  }

  private static boolean isWide(@Nullable TypeMirror type) {
    return type != null && switch (type.getKind()) {
      case LONG, FLOAT, DOUBLE -> true;
      default -> type.toString().equals("java.lang.Object")
          || type.toString().equals("java.lang.Number");
    };
  }

  /** Whether the method that is called, or one beside it, takes a wider argument. */
  private boolean hasOverload(TreePath call, int argument) {
    if (argument < 0
        || !(model.trees().getElement(call) instanceof ExecutableElement called)) {
      return false;
    }
    Element owner = called.getEnclosingElement();
    return owner != null && owner.getEnclosedElements().stream()
        .filter(it -> it.getKind() == called.getKind()
            && it.getSimpleName().equals(called.getSimpleName()))
        .map(ExecutableElement.class::cast)
        .anyMatch(it -> isSameBut(called, it, argument));
  }

  private boolean isSameBut(ExecutableElement called, ExecutableElement other, int argument) {
    List<? extends VariableElement> parameters = other.getParameters();
    boolean same = parameters.size() == called.getParameters().size()
        && argument < parameters.size() && isWide(parameters.get(argument).asType())
        && (other.equals(called) || returnsAlike(called, other));
    for (int i = 0; same && i < parameters.size(); i++) {
      same = i == argument || model.types().isSameType(parameters.get(i).asType(),
          called.getParameters().get(i).asType());
    }
    return same;
  }

  private boolean returnsAlike(ExecutableElement called, ExecutableElement other) {
    return called.getKind() == ElementKind.CONSTRUCTOR
        || model.types().isSameType(called.getReturnType(), other.getReturnType());
  }
}
