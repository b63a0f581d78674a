package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.util.List;
import java.util.Map;
import javax.lang.model.type.TypeMirror;
import nexa.heal.propose.InScope.Variable;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/**
 * Hands over a variable where {@code null} is written for a parameter that the called method uses
 * without a question: the only variable of the parameter's type, or the one of its name.
 */
final class NullArgumentOperator implements RepairOperator {

  private static final int COST = 0;

  @Override
  public String name() {
    return "null-argument";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    if (site.culprit().getLeaf().getKind() != Tree.Kind.NULL_LITERAL
        || !site.crash().type().equals("java.lang.NullPointerException")
        || site.location().frameIndex() == 0
        || !new LineSpan(site.model(), site.location().line()).covers(site.culprit())) {
      return List.of();
    }
    Call call = Call.of(site.model(), site.culprit().getParentPath());
    int at =
        call == null ? -1
            : call.arguments().stream().map(TreePath::getLeaf).toList()
                .indexOf(site.culprit().getLeaf());
    List<? extends TypeMirror> types =
        call == null ? List.of() : call.parameterTypes(call.method());
    if (call == null || at < 0 || at >= types.size() || !isUsedUnasked(site.model(), call, at)) {
      return List.of();
    }
    String wanted = call.method().getParameters().get(at).getSimpleName().toString();
    Variable meant =
        meant(InScope.at(site.model(), site.culprit()).of(site.model(), types.get(at)), wanted);
    return meant == null || call.argumentSources().contains(meant.name())
        ? List.of()
        : List.of(
            Suggestion.of(REPLACE_CULPRIT, "${other}", COST,
                "A null is handed over for " + wanted
                    + ", which is used as if it were there; ${other} is of its type.")
                .with(Map.of("other", meant.name())));
  }

  /** The variable of the name, else the only one; null where there is a choice. */
  private static @Nullable Variable meant(List<Variable> variables, String wanted) {
    return variables.stream()
        .filter(it -> it.name().equals(wanted))
        .findFirst()
        .orElse(variables.size() == 1 ? variables.getFirst() : null);
  }

  /** Whether the called method of the project takes a parameter apart, and never compares it with null. */
  private static boolean isUsedUnasked(JavaModel model, Call call, int at) {
    TreePath called = model.trees().getPath(call.method());
    if (called == null || !(called.getLeaf() instanceof MethodTree method)
        || at >= method.getParameters().size()) {
      return false;
    }
    String parameter = method.getParameters().get(at).getName().toString();
    boolean[] used = new boolean[1];
    boolean[] asked = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void unused) {
        used[0] |= is(tree.getExpression());
        return super.visitMemberSelect(tree, unused);
      }

      @Override
      public @Nullable Void visitBinary(BinaryTree tree, @Nullable Void unused) {
        asked[0] |= is(tree.getLeftOperand())
            && tree.getRightOperand().getKind() == Tree.Kind.NULL_LITERAL;
        asked[0] |= is(tree.getRightOperand())
            && tree.getLeftOperand().getKind() == Tree.Kind.NULL_LITERAL;
        return super.visitBinary(tree, unused);
      }

      @Override
      public @Nullable Void visitMethodInvocation(MethodInvocationTree tree,
          @Nullable Void unused) {
        asked[0] |= Culprits.nameOf(tree).startsWith("requireNonNull")
            && tree.getArguments().stream().anyMatch(this::is);
        return super.visitMethodInvocation(tree, unused);
      }

      private boolean is(Tree tree) {
        return tree instanceof IdentifierTree name && name.getName().contentEquals(parameter);
      }
    }.scan(method.getBody(), null);
    return used[0] && !asked[0];
  }
}
