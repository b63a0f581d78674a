package nexa.heal.propose;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import nexa.heal.propose.Site.Kind;
import nexa.heal.source.JavaModel;
import nexa.issue.Diagnosis;
import nexa.issue.Location;
import org.jspecify.annotations.Nullable;

/**
 * The places that may be the mistake without being what failed: every expression and statement of
 * the methods in the trace, the nearest to the failing line first. Near is what stands on the line,
 * then what decides whether or with which values the line runs, then what is few lines away.
 */
final class Suspects {

  /**
   * A place that may be the mistake.
   *
   * @param cost what its distance from the failing line costs in the ranking, 0 on the line
   */
  record Suspect(Site site, int cost) {}

  private static final int FRAMES_MAX = 5;
  private static final int SUSPECTS_MAX = 600;
  private static final int CALLER_LINES = 10;
  private static final int RELATED_COST = 2;
  private static final int DISTANT_COST_MAX = 12;

  private final JavaModel model;
  private final Crash crash;
  private final List<Location> locations;
  private final List<Suspect> suspects = new ArrayList<>();

  private Suspects(JavaModel model, Diagnosis diagnosis) {
    this.model = model;
    this.crash = Crash.of(diagnosis);
    this.locations = diagnosis.locations();
  }

  /** The suspects of a crash, the nearest first. */
  static List<Suspect> of(JavaModel model, Diagnosis diagnosis) {
    return new Suspects(model, diagnosis).find();
  }

  private List<Suspect> find() {
    Set<Tree> seen = new HashSet<>();
    for (int i = 0; i < Math.min(FRAMES_MAX, locations.size()); i++) {
      Location location = locations.get(i);
      TreePath scope =
          model
              .methodAt(location)
              .or(() -> model.classAt(location.file(), location.line()))
              .orElse(null);
      if (scope != null && seen.add(scope.getLeaf())) {
        collect(location, scope, i == 0);
      }
    }
    return suspects.stream()
        .sorted(Comparator.comparingInt(Suspect::cost))
        .limit(SUSPECTS_MAX)
        .toList();
  }

  /** A caller is looked at only near its line: it is less likely to be wrong, and there are many. */
  private void collect(Location location, TreePath scope, boolean whole) {
    LineSpan span = new LineSpan(model, location.line());
    Set<String> names = namesOn(span, scope);
    var scanner = new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void scan(Tree tree, @Nullable Void unused) {
        boolean code =
            (tree instanceof ExpressionTree || tree instanceof StatementTree)
                && !(tree instanceof BlockTree);
        if (code && !(tree instanceof ClassTree)) {
          keep(new TreePath(getCurrentPath(), tree));
        }
        return super.scan(tree, unused);
      }

      @Override
      public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
        return null; // an inner class is no part of the method
      }

      @Override
      public @Nullable Void visitMethod(MethodTree tree, @Nullable Void unused) {
        return scope.getLeaf() instanceof MethodTree ? scan(tree.getBody(), unused) : null;
      }

      private void keep(TreePath path) {
        CompilationUnitTree unit = path.getCompilationUnit();
        if (model.end(unit, path.getLeaf()) <= model.start(unit, path.getLeaf())) {
          return; // the compiler's own, such as the call of the superclass's constructor
        }
        int lines = linesAway(path, location.line());
        boolean near = span.covers(path);
        boolean inReach = scope.getLeaf() instanceof MethodTree || near;
        if (inReach && (whole || lines <= CALLER_LINES)) {
          suspects.add(
              new Suspect(site(location, path), near ? 0 : cost(location, path, lines, names)));
        }
      }
    };
    children(scope).forEach(child -> scanner.scan(child, null));
  }

  /** What is scanned of a scope: a class itself would be taken for an inner one. */
  private static List<TreePath> children(TreePath scope) {
    return scope.getLeaf() instanceof ClassTree type
        ? type.getMembers().stream().map(member -> new TreePath(scope, member)).toList()
        : List.of(scope);
  }

  private Site site(Location location, TreePath path) {
    return new Site(model, crash, location, Kind.SUSPECT, path, Culprits.receiver(path), path,
        true);
  }

  private int linesAway(TreePath path, int line) {
    int own = model.line(path.getCompilationUnit(),
        Math.max(0, model.start(path.getCompilationUnit(), path.getLeaf())));
    return Math.abs(own - line);
  }

  private int cost(Location location, TreePath path, int lines, Set<String> names) {
    int distant = Math.min(DISTANT_COST_MAX, 4 + lines / 2);
    TreePath statement = Site.statementOf(path);
    boolean related =
        statement != null
            && (sets(names, statement.getLeaf())
                || spans(model, statement, location.line())
                || GuardClause.methodOpenedBy(statement) != null);
    return related ? Math.min(distant, RELATED_COST + lines / 8) : distant;
  }

  /** Whether a statement gives a value to one of the variables that the failing line reads. */
  private static boolean sets(Set<String> names, Tree statement) {
    return switch (statement) {
      case VariableTree it -> names.contains(it.getName().toString());
      case ExpressionStatementTree it -> switch (it.getExpression()) {
        case AssignmentTree set -> setsName(names, set.getVariable());
        case CompoundAssignmentTree set -> setsName(names, set.getVariable());
        case UnaryTree set -> setsName(names, set.getExpression());
        default -> false;
      };
      default -> false;
    };
  }

  private static boolean setsName(Set<String> names, Tree variable) {
    return Site.namesOf(variable).stream().anyMatch(names::contains);
  }

  /** Whether a line is in a tree, so that the header of a statement decides about it. */
  static boolean spans(JavaModel model, TreePath path, int line) {
    CompilationUnitTree unit = path.getCompilationUnit();
    return model.line(unit, model.start(unit, path.getLeaf())) <= line
        && line <= model.line(unit, model.end(unit, path.getLeaf()) - 1);
  }

  /** What the failing line names that a site's method is about. */
  static Set<String> namesOnLine(Site site) {
    TreePath callable = site.callable();
    return callable == null
        ? Set.of()
        : namesOn(new LineSpan(site.model(), site.location().line()), callable);
  }

  /** The fields that the failing line names. */
  static Set<Element> fieldsOnLine(Site site) {
    Set<Element> fields = new HashSet<>();
    TreePath callable = site.callable();
    LineSpan span = new LineSpan(site.model(), site.location().line());
    if (callable != null) {
      new TreePathScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void unused) {
          Element element = site.model().trees().getElement(getCurrentPath());
          if (element != null && element.getKind() == ElementKind.FIELD
              && span.covers(getCurrentPath())) {
            fields.add(element);
          }
          return null;
        }
      }.scan(callable, null);
    }
    return fields;
  }

  private static Set<String> namesOn(LineSpan span, TreePath scope) {
    Set<String> names = new HashSet<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void unused) {
        if (span.covers(getCurrentPath())) {
          names.add(tree.getName().toString());
        }
        return null;
      }
    }.scan(scope, null);
    return names;
  }
}
