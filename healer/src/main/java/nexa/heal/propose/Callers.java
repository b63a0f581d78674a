package nexa.heal.propose;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import nexa.heal.propose.Site.Kind;
import nexa.heal.source.JavaModel;
import nexa.issue.Location;
import org.jspecify.annotations.Nullable;

/**
 * The arguments on a caller's line that may have brought a bad value: those that became the bad
 * parameter itself, and, farther, those that the bad value was computed from or may have been.
 */
final class Callers {

  private static final int DERIVED_STEPS = 2;
  private static final int GUESSED_STEPS = 4;
  private static final Set<Kind> FOLLOWED =
      Set.of(Kind.NULL, Kind.INDEX, Kind.LENGTH, Kind.DIVISOR, Kind.TEXT, Kind.CAST, Kind.EMPTY,
          Kind.IMMUTABLE, Kind.OVERFLOW);

  private final JavaModel model;
  private final Crash crash;
  private final Typing typing;

  Callers(JavaModel model, Crash crash) {
    this.model = model;
    this.crash = crash;
    this.typing = new Typing(model);
  }

  /** The arguments that became, or went into, the culprits of a callee's sites. */
  List<Site> arguments(List<Site> inner, Location caller) {
    List<Site> sites = new ArrayList<>();
    for (Site site : inner) {
      MethodTree callee = callee(site);
      if (callee == null || !FOLLOWED.contains(site.kind())) {
        continue;
      }
      Set<String> sources = Slice.from(model, site.culprit()).parameters();
      List<String> parameters =
          callee.getParameters().stream().map(it -> it.getName().toString()).toList();
      for (TreePath call : callsOf(site.location().method(), caller)) {
        for (int i = 0; i < parameters.size(); i++) {
          boolean itself = site.culprit().getLeaf() instanceof IdentifierTree name
              && name.getName().contentEquals(parameters.get(i));
          if (itself || sources.contains(parameters.get(i))) {
            add(sites, call, i, site, operandAt(call, site, parameters), caller,
                itself ? 0 : DERIVED_STEPS);
          }
        }
      }
    }
    return sites;
  }

  /** Every argument on the way that could be bad by its type, where nothing better is known. */
  List<Site> guesses(Location callee, Location caller, Set<Kind> kinds) {
    List<Site> sites = new ArrayList<>();
    for (TreePath call : callsOf(callee.method(), caller)) {
      for (ExpressionTree argument : Culprits.arguments(call.getLeaf())) {
        TreePath culprit = new TreePath(call, argument);
        for (Kind kind : kinds) {
          if (FailingOperations.canBeBad(argument) && fits(kind, culprit)) {
            sites.add(new Site(model, crash, caller, kind, culprit, Culprits.receiver(culprit),
                Culprits.chainTop(call), false).farther(GUESSED_STEPS));
          }
        }
      }
    }
    return sites;
  }

  private void add(List<Site> sites, TreePath call, int argument, Site site,
      @Nullable TreePath operand, Location caller, int steps) {
    List<? extends ExpressionTree> arguments = Culprits.arguments(call.getLeaf());
    if (argument >= arguments.size()) {
      return;
    }
    TreePath culprit = new TreePath(call, arguments.get(argument));
    if (FailingOperations.canBeBad(culprit.getLeaf()) && fits(site.kind(), culprit)) {
      boolean indexed = site.kind() == Kind.INDEX;
      sites.add(new Site(model, crash, caller, site.kind(), culprit,
          indexed ? operand : Culprits.receiver(culprit), Culprits.chainTop(call), true)
          .farther(site.distance() + steps));
    }
  }

  private boolean fits(Kind kind, TreePath argument) {
    return switch (kind) {
      case NULL, CAST, IMMUTABLE -> Typing.isReference(model.typeOf(argument));
      case INDEX, LENGTH, DIVISOR, OVERFLOW -> Typing.isIntegral(model.typeOf(argument))
          && !(argument.getLeaf() instanceof LiteralTree);
      case TEXT -> typing.is(argument, "java.lang.CharSequence");
      case EMPTY -> typing.isAny(argument,
          List.of("java.util.Collection", "java.util.Iterator", "java.util.Optional"));
      default -> false;
    };
  }

  /** What the index was applied to, as the caller names it; null when it does not. */
  private static @Nullable TreePath operandAt(TreePath call, Site site, List<String> parameters) {
    List<? extends ExpressionTree> arguments = Culprits.arguments(call.getLeaf());
    if (site.operand() == null || !(site.operand().getLeaf() instanceof IdentifierTree name)) {
      return null;
    }
    int index = parameters.indexOf(name.getName().toString());
    return index >= 0 && index < arguments.size() ? new TreePath(call, arguments.get(index)) : null;
  }

  private static @Nullable MethodTree callee(Site site) {
    TreePath method = Slice.enclosingMethod(site.culprit());
    return method == null ? null : (MethodTree) method.getLeaf();
  }

  /** The calls of a method on a frame's line. */
  List<TreePath> callsOf(String method, Location caller) {
    TreePath scope = model.methodAt(caller).orElse(null);
    List<TreePath> calls = new ArrayList<>();
    if (scope == null) {
      return calls;
    }
    LineSpan span = new LineSpan(model, caller.line());
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(MethodInvocationTree call,
          @Nullable Void unused) {
        boolean constructor = method.equals("<init>")
            && Set.of("this", "super").contains(Culprits.nameOf(call));
        if ((constructor || Culprits.nameOf(call).equals(method))
            && span.covers(getCurrentPath())) {
          calls.add(getCurrentPath());
        }
        return super.visitMethodInvocation(call, unused);
      }

      @Override
      public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void unused) {
        if (method.equals("<init>") && span.covers(getCurrentPath())) {
          calls.add(getCurrentPath());
        }
        return super.visitNewClass(tree, unused);
      }
    }.scan(scope, null);
    return calls;
  }
}
