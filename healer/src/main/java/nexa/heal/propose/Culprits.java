package nexa.heal.propose;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import nexa.heal.propose.Site.Kind;
import nexa.heal.source.JavaModel;
import nexa.issue.Diagnosis;
import nexa.issue.Location;
import org.jspecify.annotations.Nullable;

/**
 * Finds the expressions that may have made a crash. On the innermost frame's line these are the
 * operations that can fail in the exception's way, narrowed by what its message names. From there a
 * bad value is followed to where it was made in the same method, and through parameters to the
 * arguments on the callers' lines.
 */
final class Culprits {

  private static final int FRAMES_MAX = 5;
  private static final int SITES_MAX = 24;

  private final JavaModel model;
  private final Crash crash;
  private final List<Location> locations;

  private Culprits(JavaModel model, Diagnosis diagnosis) {
    this.model = model;
    this.crash = Crash.of(diagnosis);
    this.locations = diagnosis.locations();
  }

  /** The sites of a crash, the likeliest first. */
  static List<Site> of(JavaModel model, Diagnosis diagnosis) {
    return new Culprits(model, diagnosis).find();
  }

  private List<Site> find() {
    List<Site> sites = new ArrayList<>();
    List<Site> inner = narrowed(onLine(locations.getFirst()));
    for (Site site : inner) {
      sites.add(site);
      producer(site).ifPresent(sites::add);
    }
    for (int i = 1; i < Math.min(FRAMES_MAX, locations.size()) && !inner.isEmpty(); i++) {
      inner = atCaller(inner, locations.get(i));
      sites.addAll(inner);
    }
    return sites.stream().limit(SITES_MAX).toList();
  }

  private List<Site> onLine(Location location) {
    TreePath scope =
        model
            .methodAt(location.file(), location.line())
            .or(() -> model.classAt(location.file(), location.line()))
            .orElse(null);
    return scope == null ? List.of() : new FailingOperations(model, crash, location).in(scope);
  }

  /** Those the message names, or else all, the ones whose own line it is first. */
  private List<Site> narrowed(List<Site> sites) {
    List<Site> named = sites.stream().filter(this::isNamed).toList();
    if (!named.isEmpty() && named.size() < sites.size()) {
      return named.stream().sorted(Comparator.comparing(site -> !site.exact())).toList();
    }
    return sites.stream().sorted(Comparator.comparing(site -> !site.exact())).toList();
  }

  private boolean isNamed(Site site) {
    if (site.kind() != Kind.NULL) {
      return true;
    }
    String result = crash.nullResultOf();
    String culprit = model.text(site.culprit());
    boolean culpritFits =
        result != null
            ? site.culprit().getLeaf() instanceof MethodInvocationTree call
                && nameOf(call).equals(result)
            : crash.mayMean(culprit);
    String member = crash.wantedMember();
    return culpritFits && (member == null || crash.unboxing() || member.equals(memberAfter(site)));
  }

  private static @Nullable String memberAfter(Site site) {
    return switch (site.culprit().getParentPath().getLeaf()) {
      case MemberSelectTree select -> select.getIdentifier().toString();
      case Tree other when other instanceof com.sun.source.tree.MemberReferenceTree reference ->
          reference.getName().toString();
      case Tree _ -> null;
    };
  }

  /** Where a local variable got its bad value: its initialiser or the last assignment before. */
  private Optional<Site> producer(Site site) {
    TreePath callable = model.methodAt(site.file(), site.location().line()).orElse(null);
    if (site.kind() != Kind.NULL
        || callable == null
        || !(site.culprit().getLeaf() instanceof IdentifierTree name)) {
      return Optional.empty();
    }
    int before = model.start(site.unit(), name);
    TreePath[] last = new TreePath[1];
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
        keep(tree.getInitializer(), tree.getName().contentEquals(name.getName()));
        return super.visitVariable(tree, unused);
      }

      @Override
      public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
        keep(tree.getExpression(), tree.getVariable().toString().contentEquals(name.getName()));
        return super.visitAssignment(tree, unused);
      }

      private void keep(@Nullable ExpressionTree value, boolean isIt) {
        if (isIt && value instanceof MethodInvocationTree
            && model.end(site.unit(), value) <= before) {
          last[0] = new TreePath(getCurrentPath(), value);
        }
      }
    }.scan(callable, null);
    return Optional.ofNullable(last[0])
        .map(made -> new Site(model, crash, site.location(), Kind.NULL_PRODUCED, made,
            receiver(made), made, site.exact()));
  }

  /** The arguments on a caller's line that brought a bad value into the parameters of the callee. */
  private List<Site> atCaller(List<Site> inner, Location caller) {
    List<Site> sites = new ArrayList<>();
    for (Site site : inner) {
      int parameter = parameterIndex(site);
      if (parameter < 0) {
        continue;
      }
      for (TreePath call : callsOf(site.location().method(), caller)) {
        List<? extends ExpressionTree> arguments = arguments(call.getLeaf());
        if (parameter < arguments.size()) {
          TreePath culprit = new TreePath(call, arguments.get(parameter));
          if (FailingOperations.canBeBad(culprit.getLeaf())) {
            sites.add(
                new Site(model, crash, caller, site.kind(), culprit, receiver(culprit),
                    chainTop(call), true));
          }
        }
      }
    }
    return sites;
  }

  /** Which parameter of its method the culprit is, for the kinds that need nothing else to be judged. */
  private int parameterIndex(Site site) {
    boolean judgeable =
        switch (site.kind()) {
          case NULL, DIVISOR, TEXT, LENGTH -> true;
          case NULL_PRODUCED, INDEX, CAST, EMPTY, WALKED, REMOVAL, SUSPECT -> false;
        };
    if (!judgeable || !(site.culprit().getLeaf() instanceof IdentifierTree name)) {
      return -1;
    }
    for (TreePath path = site.culprit(); path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof MethodTree method) {
        List<String> names =
            method.getParameters().stream().map(it -> it.getName().toString()).toList();
        return names.indexOf(name.getName().toString());
      }
    }
    return -1;
  }

  private List<TreePath> callsOf(String method, Location caller) {
    TreePath scope = model.methodAt(caller.file(), caller.line()).orElse(null);
    List<TreePath> calls = new ArrayList<>();
    if (scope == null) {
      return calls;
    }
    LineSpan span = new LineSpan(model, caller.line());
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(MethodInvocationTree call,
          @Nullable Void unused) {
        if (nameOf(call).equals(method) && span.covers(getCurrentPath())) {
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

  /** The name of the method that a call calls. */
  static String nameOf(MethodInvocationTree call) {
    return call.getMethodSelect() instanceof MemberSelectTree select
        ? select.getIdentifier().toString()
        : call.getMethodSelect().toString();
  }

  /** What a call's method is called on, or an array access reads; null when that has no source. */
  static @Nullable TreePath receiver(TreePath expression) {
    return switch (expression.getLeaf()) {
      case MethodInvocationTree call when call
          .getMethodSelect() instanceof MemberSelectTree select ->
          new TreePath(new TreePath(expression, select), select.getExpression());
      case ArrayAccessTree access -> new TreePath(expression, access.getExpression());
      default -> null;
    };
  }

  static List<? extends ExpressionTree> arguments(Tree call) {
    return switch (call) {
      case MethodInvocationTree it -> it.getArguments();
      case NewClassTree it -> it.getArguments();
      default -> List.of();
    };
  }

  /** The longest chain of calls and fields that starts with an expression. */
  static TreePath chainTop(TreePath expression) {
    TreePath top = expression;
    while (true) {
      TreePath parent = top.getParentPath();
      Tree leaf = top.getLeaf();
      boolean chained =
          switch (parent.getLeaf()) {
            case MemberSelectTree select -> select.getExpression() == leaf;
            case MethodInvocationTree call -> call.getMethodSelect() == leaf;
            case ArrayAccessTree access -> access.getExpression() == leaf;
            default -> false;
          };
      if (!chained) {
        return top;
      }
      top = parent;
    }
  }
}
