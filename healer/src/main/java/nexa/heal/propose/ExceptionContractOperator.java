package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_STATEMENT;

import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;

/** Keeps what a method's throws clause or Javadoc promises when what it calls throws something else. */
final class ExceptionContractOperator implements RepairOperator {

  /** Less than another exception costs that nobody was promised. */
  private static final int DECLARED_COST = -8;
  private static final int DEFAULT_COST = 8;

  /** Exceptions that tell of a mistake in the calling code, which a catch would only hide. */
  private static final int HIDING_COST = 18;

  private static final Set<String> MISTAKES =
      Set.of("java.lang.NullPointerException", "java.lang.IndexOutOfBoundsException",
          "java.lang.ArrayIndexOutOfBoundsException", "java.lang.StringIndexOutOfBoundsException",
          "java.lang.ArithmeticException", "java.lang.NegativeArraySizeException",
          "java.util.ConcurrentModificationException", "java.lang.StackOverflowError",
          "java.lang.OutOfMemoryError");

  @Override
  public String name() {
    return "exception-contract";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    TypeElement thrown = site.model().type(site.crash().type().replace('$', '.'));
    Promise promise = isFailingStatement(site) ? Promise.of(site) : null;
    if (thrown == null || promise == null) {
      return List.of();
    }
    List<Suggestion> suggestions = new ArrayList<>();
    for (TypeElement type : promise.exceptions()) {
      if (!isOne(site, thrown, type)) {
        String made =
            "throw new " + type.getQualifiedName() + "("
                + promise.arguments(type).orElseThrow() + ");";
        caught(site, made, DECLARED_COST + hiding(site),
            "${call} may throw ${exception}; the method promises " + type.getSimpleName() + ".",
            suggestions);
      }
    }
    promise.defaultValue().ifPresent(value -> caught(site, "return " + value + ";",
        DEFAULT_COST + hiding(site),
        "${call} may throw ${exception}; by its documentation the method returns " + value + ".",
        suggestions));
    return suggestions;
  }

  /** Whether the site is the whole statement on a frame's line, and may be put into a try block. */
  private static boolean isFailingStatement(Site site) {
    return site.culprit().getLeaf() instanceof StatementTree statement
        && !(statement instanceof ThrowTree)
        && site.statement() instanceof TreePath own
        && own.getLeaf() == statement
        && new LineSpan(site.model(), site.location().line()).covers(site.culprit())
        && callsSomething(site);
  }

  private static boolean callsSomething(Site site) {
    String source = site.model().text(site.culprit());
    return source.contains("(") && !source.startsWith("if ") && !source.startsWith("for ")
        && !source.startsWith("while ");
  }

  private static int hiding(Site site) {
    return MISTAKES.contains(site.crash().type()) ? HIDING_COST : 0;
  }

  private static boolean isOne(Site site, TypeElement type, TypeElement kind) {
    TypeMirror one = site.model().types().erasure(type.asType());
    return site.model().types().isSubtype(one, site.model().types().erasure(kind.asType()));
  }

  private static void caught(
      Site site, String then, int cost, String rationale, List<Suggestion> suggestions) {
    String handler = "\n} catch (${exception} ${caught}) {\n  " + then + "\n}";
    String template =
        site.culprit().getLeaf() instanceof VariableTree
            ? "${declared};\ntry {\n  ${target} = ${value};" + handler
            : "try {\n  ${statement}" + handler;
    suggestions.add(
        Suggestion.of(REPLACE_STATEMENT, template, cost, rationale)
            .with(Map.of("call", site.model().text(site.culprit()))));
  }
}
