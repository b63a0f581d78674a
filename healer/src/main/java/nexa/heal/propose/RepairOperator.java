package nexa.heal.propose;

import java.util.List;

/** One way to repair a kind of crash: it says which recipes may help at a site. */
interface RepairOperator {

  /** The operator's name in commits, metrics and remembered cases, such as {@code null-guard}. */
  String name();

  /** Whether it knows this kind of failing expression. */
  boolean knows(Site.Kind kind);

  /** The recipes worth trying, best first. Recipes that do not fit the site's source fall away. */
  List<Suggestion> suggest(Site site);
}
