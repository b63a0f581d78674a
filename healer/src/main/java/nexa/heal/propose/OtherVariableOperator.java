package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import nexa.heal.propose.InScope.Binding;
import nexa.heal.propose.InScope.Variable;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/** Reads another variable or length of the same type: the one that was meant. */
final class OtherVariableOperator implements RepairOperator {

  private static final int ALTERNATIVES_MAX = 6;
  private static final int BASE_COST = 9;
  private static final int FIELD_COST = 2;
  private static final int CONSTANT_COST = 4;

  @Override
  public String name() {
    return "other-variable";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    TypeMirror type = site.model().typeOf(site.culprit());
    boolean variable = isVariable(site);
    boolean size = Sizes.isSize(site.model(), site.culprit());
    if (type == null || !(variable || size) || !Slot.isRead(site.culprit())) {
      return List.of();
    }
    InScope scope = InScope.at(site.model(), site.culprit());
    List<Suggestion> suggestions = new ArrayList<>();
    if (variable || Sizes.matter(site)) {
      variables(site, scope, type, suggestions);
    }
    if (type.getKind() == TypeKind.INT && Sizes.matter(site) && !Slot.isIndex(site.culprit())) {
      sizes(site, scope, suggestions);
    }
    return suggestions.stream()
        .sorted(Comparator.comparingInt(Suggestion::cost))
        .limit(ALTERNATIVES_MAX)
        .map(Slips::forEveryInput)
        .toList();
  }

  /** A local variable, parameter or field; a length of an array is none. */
  private static boolean isVariable(Site site) {
    if (!(site.culprit().getLeaf() instanceof IdentifierTree)
        && !(site.culprit().getLeaf() instanceof MemberSelectTree)) {
      return false;
    }
    Element element = site.model().trees().getElement(site.culprit());
    return element != null
        && element.getKind().isVariable()
        && element.getKind() != ElementKind.ENUM_CONSTANT
        && !element.getSimpleName().contentEquals("this")
        && !element.getSimpleName().contentEquals("super")
        && !Sizes.isSize(site.model(), site.culprit());
  }

  private static void variables(
      Site site, InScope scope, TypeMirror type, List<Suggestion> suggestions) {
    Element own = isOwnName(site) ? site.model().trees().getElement(site.culprit()) : null;
    for (Variable other : scope.of(site.model(), type)) {
      if (!other.element().equals(own)) {
        add(site, other.name(), costOf(other), suggestions);
      }
    }
    scope.variables().forEach(other -> qualified(site, own, other, suggestions));
  }

  /** {@code length} may have to be {@code other.length}, where other is of the same class. */
  private static void qualified(
      Site site, @Nullable Element own, Variable other, List<Suggestion> suggestions) {
    if (own != null && own.getKind() == ElementKind.FIELD
        && own.getEnclosingElement() instanceof Element owner
        && other.binding() != Binding.FIELD
        && site.model().types().isSameType(
            site.model().types().erasure(other.type()),
            site.model().types().erasure(owner.asType()))) {
      add(site, other.name() + "." + own.getSimpleName(), FIELD_COST, suggestions);
    }
  }

  private static int costOf(Variable other) {
    return (other.binding() == Binding.FIELD ? FIELD_COST : 0)
        + (other.constant() ? CONSTANT_COST : 0);
  }

  private static void sizes(Site site, InScope scope, List<Suggestion> suggestions) {
    JavaModel model = site.model();
    for (Variable other : scope.variables()) {
      String size = Sizes.of(model, other);
      if (size != null) {
        boolean swapped = Sizes.isSize(model, site.culprit());
        add(site, size, costOf(other) + (swapped ? 0 : 2), suggestions);
      }
    }
  }

  private static void add(
      Site site, String other, int cost, List<Suggestion> suggestions) {
    String own = site.model().text(site.culprit());
    if (other.equals(own) || other.equals("this." + own) || own.equals("this." + other)
        || Slot.meetsItself(site.model(), site.culprit(), other)) {
      return;
    }
    int whole = BASE_COST + cost + Names.distance(own, other) / 2 + Slot.blame(site)
        - Slot.evidence(site, other);
    suggestions.add(
        Suggestion.of(REPLACE_CULPRIT, "${other}", whole,
            "${other} has the type of ${culprit}, and may be the one that was meant.")
            .with(Map.of("other", other)));
  }

  /** Whether the culprit is written as this object's or this method's own variable. */
  private static boolean isOwnName(Site site) {
    TreePath culprit = site.culprit();
    return culprit.getLeaf() instanceof IdentifierTree
        || (culprit.getLeaf() instanceof MemberSelectTree select
            && select.getExpression().toString().equals("this"));
  }
}
