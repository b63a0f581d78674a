package nexa.heal.propose;

import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import java.util.Set;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import nexa.heal.propose.InScope.Variable;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/** The expressions that say how many elements something has. */
final class Sizes {

  private Sizes() {}

  /** Whether an expression is {@code x.length}, {@code x.length()} or {@code x.size()}. */
  static boolean isSize(JavaModel model, TreePath expression) {
    return switch (expression.getLeaf()) {
      case MemberSelectTree select ->
          select.getIdentifier().contentEquals("length")
              && isArray(model.typeOf(new TreePath(expression, select.getExpression())));
      case MethodInvocationTree call ->
          call.getArguments().isEmpty()
              && call.getMethodSelect() instanceof MemberSelectTree select
              && Set.of("length", "size").contains(select.getIdentifier().toString());
      default -> false;
    };
  }

  /** The size of a variable as source, null for what has none. */
  static @Nullable String of(JavaModel model, Variable variable) {
    Typing typing = new Typing(model);
    if (isArray(variable.type())) {
      return variable.name() + ".length";
    }
    if (typing.is(variable.type(), "java.lang.CharSequence")) {
      return variable.name() + ".length()";
    }
    return typing.is(variable.type(), "java.util.Collection") ? variable.name() + ".size()" : null;
  }

  /** Whether a size can have made the crash. */
  static boolean matter(Site site) {
    Set<Site.Kind> kinds = FailureKinds.of(site.crash().type());
    return kinds.contains(Site.Kind.INDEX) || kinds.contains(Site.Kind.LENGTH);
  }

  private static boolean isArray(@Nullable TypeMirror type) {
    return type != null && type.getKind() == TypeKind.ARRAY;
  }
}
