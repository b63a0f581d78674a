package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.BEFORE_STATEMENT;

import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import java.util.List;
import java.util.Set;

/** Lets an iterator of the project say that it has ended, as the interface promises, instead of running over its end. */
final class IteratorEndOperator implements RepairOperator {

  private static final Set<String> OVERRUNS =
      Set.of("java.lang.IndexOutOfBoundsException", "java.lang.ArrayIndexOutOfBoundsException",
          "java.lang.StringIndexOutOfBoundsException", "java.lang.NullPointerException");

  /** Less than another exception costs that nobody was promised. */
  private static final int COST = -16;

  @Override
  public String name() {
    return "iterator-end";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    TreePath method = GuardClause.methodOpenedBy(site.culprit());
    boolean isNext =
        OVERRUNS.contains(site.crash().type())
            && method != null
            && ((MethodTree) method.getLeaf()).getName().contentEquals("next")
            && ((MethodTree) method.getLeaf()).getParameters().isEmpty()
            && new Typing(site.model()).is(site.model().typeOf(method.getParentPath()),
                "java.util.Iterator")
            && !site.model().text(method).contains("hasNext()");
    return isNext
        ? List.of(Suggestion.of(BEFORE_STATEMENT,
            "if (!hasNext()) {\n  throw new java.util.NoSuchElementException();\n}", COST,
            "An iterator that has ended throws NoSuchElementException."))
        : List.of();
  }
}
