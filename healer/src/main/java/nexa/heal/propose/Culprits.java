package nexa.heal.propose;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import nexa.heal.propose.Site.Kind;
import nexa.heal.propose.Slice.Value;
import nexa.heal.source.JavaModel;
import nexa.issue.Diagnosis;
import nexa.issue.Location;
import org.jspecify.annotations.Nullable;

/**
 * Finds the expressions that may have made a crash. On the innermost frame's line these are the
 * operations that can fail in the exception's way, narrowed by what its message names. From there a
 * bad value is followed to where it was made ({@link Slice}), to the conditions that let it through
 * ({@link Conditions}), and through parameters to the arguments on the callers' lines ({@link
 * Callers}); where the code throws on purpose, to what it refused ({@link Refusals}).
 */
final class Culprits {

  private static final int FRAMES_MAX = 5;
  private static final int SITES_MAX = 80;

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
    Map<Key, Site> sites = new LinkedHashMap<>();
    List<Site> inner = narrowed(onLine(locations.getFirst()));
    inner.forEach(site -> follow(site, sites));
    if (inner.isEmpty()) {
      inner = new Refusals(model, crash).at(locations.getFirst());
    }
    Callers callers = new Callers(model, crash);
    List<Site> guesses = new ArrayList<>();
    for (int i = 1; i < Math.min(FRAMES_MAX, locations.size()); i++) {
      Location caller = locations.get(i);
      guesses.addAll(callers.guesses(locations.get(i - 1), caller, kindsOf(inner)));
      inner = callers.arguments(inner, caller);
      inner.forEach(site -> follow(site, sites));
    }
    guesses.forEach(site -> put(sites, site));
    return sites.values().stream()
        .sorted(Comparator.comparingInt(Culprits::remoteness))
        .limit(SITES_MAX)
        .toList();
  }

  /** How far a site is from the failing operation, frames counting twice. */
  private static int remoteness(Site site) {
    return 2 * site.location().frameIndex() + site.distance() + (site.exact() ? 0 : 2);
  }

  /** In which ways a value can be bad here; those of the exception when no value is known. */
  private Set<Kind> kindsOf(List<Site> sites) {
    return sites.isEmpty()
        ? FailureKinds.of(crash)
        : sites.stream().map(Site::kind).collect(Collectors.toSet());
  }

  private List<Site> onLine(Location location) {
    TreePath scope =
        model
            .methodAt(location)
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

  /** Adds a site with what led to it: where its value was made, and the conditions on the way. */
  private void follow(Site site, Map<Key, Site> sites) {
    put(sites, site);
    Slice slice = Slice.from(model, site.culprit());
    Kind produced = producedKind(site.kind());
    if (produced != null) {
      for (Value value : slice.values()) {
        if (canBeMadeBad(site.kind(), value.path())) {
          put(sites, new Site(model, crash, site.location(), produced, value.path(),
              site.kind() == Kind.INDEX ? site.operand() : receiver(value.path()), value.path(),
              site.exact()).farther(site.distance() + value.steps()));
        }
      }
    }
    if (site.kind() == Kind.NULL) {
      for (Value field : slice.fields()) {
        put(sites, new Site(model, crash, site.location(), Kind.FIELD, field.path(), null,
            field.path(), site.exact()).farther(site.distance() + field.steps()));
      }
    }
    Conditions.of(site).forEach(it -> put(sites, it));
  }

  /** What a value is called where it was made; null when nothing is known to do there. */
  private static @Nullable Kind producedKind(Kind kind) {
    return switch (kind) {
      case NULL -> Kind.NULL_PRODUCED;
      case INDEX -> Kind.INDEX_PRODUCED;
      case IMMUTABLE -> Kind.IMMUTABLE;
      default -> null;
    };
  }

  private boolean canBeMadeBad(Kind kind, TreePath value) {
    return switch (kind) {
      case NULL -> FailingOperations.canBeBad(value.getLeaf());
      case INDEX -> Typing.isIntegral(model.typeOf(value));
      default -> true;
    };
  }

  private static void put(Map<Key, Site> sites, Site site) {
    sites.putIfAbsent(
        new Key(site.kind(), site.culprit().getLeaf(), site.expression().getLeaf()), site);
  }

  /** A site's identity: the same expression in the same role is looked at once. */
  private record Key(Kind kind, Tree culprit, Tree expression) {}

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
