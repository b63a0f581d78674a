package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import nexa.heal.propose.InScope.Variable;

/**
 * Calls what was meant: the overload with the argument that was forgotten or is one too many, the
 * same method with two arguments changed about, or the method beside it with a like name.
 */
final class ChangedCallOperator implements RepairOperator {

  private static final int SUGGESTIONS_MAX = 5;
  private static final int FORGOTTEN_COST = 4;
  private static final int SURPLUS_COST = 12;
  private static final int SWAPPED_COST = 10;
  private static final int SIBLING_COST = 10;

  /** Names further apart than this are not taken for each other. */
  private static final int NAME_DISTANCE_MAX = 6;

  /** That the names of arguments and parameters say so. */
  private static final int NAMED_EVIDENCE = 6;

  @Override
  public String name() {
    return "changed-call";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    Call call = Call.of(site.model(), site.culprit());
    if (call == null) {
      return List.of();
    }
    List<Suggestion> suggestions = new ArrayList<>();
    swapped(call, suggestions);
    for (ExecutableElement sibling : call.siblings()) {
      if (sibling.getSimpleName().equals(call.method().getSimpleName())) {
        overload(site, call, sibling, suggestions);
      } else if (call.canBeRenamed()) {
        renamed(call, sibling, suggestions);
      }
    }
    return suggestions.stream()
        .sorted(Comparator.comparingInt(Suggestion::cost))
        .limit(SUGGESTIONS_MAX)
        .toList();
  }

  private static void swapped(Call call, List<Suggestion> suggestions) {
    List<? extends TypeMirror> types = call.parameterTypes(call.method());
    List<String> sources = call.argumentSources();
    for (int i = 0; i < sources.size(); i++) {
      for (int j = i + 1; j < Math.min(types.size(), sources.size()); j++) {
        if (!sources.get(i).equals(sources.get(j))
            && call.model().types().isSameType(types.get(i), types.get(j))
            && call.accepts(types.get(i), call.arguments().get(j))
            && call.accepts(types.get(j), call.arguments().get(i))) {
          List<String> changed = new ArrayList<>(sources);
          changed.set(i, sources.get(j));
          changed.set(j, sources.get(i));
          int evidence = areCrossed(call, sources, i, j) ? NAMED_EVIDENCE : 0;
          suggestions.add(
              suggestion("${swapped}", call.with(changed), SWAPPED_COST - evidence,
                  "Two arguments of ${culprit} have one type and may have changed places."));
        }
      }
    }
  }

  /** Whether each of two arguments is named more like the other's parameter. */
  private static boolean areCrossed(Call call, List<String> sources, int i, int j) {
    String first = call.method().getParameters().get(i).getSimpleName().toString();
    String second = call.method().getParameters().get(j).getSimpleName().toString();
    return Names.distance(sources.get(i), second) < Names.distance(sources.get(i), first)
        && Names.distance(sources.get(j), first) < Names.distance(sources.get(j), second);
  }

  private static void overload(
      Site site, Call call, ExecutableElement sibling, List<Suggestion> suggestions) {
    List<? extends TypeMirror> types = call.parameterTypes(sibling);
    int more = types.size() - call.arguments().size();
    if (!givesTheLike(call, sibling) || sibling.isVarArgs()) {
      return;
    }
    if (more == 1) {
      for (int at = 0; at < types.size(); at++) {
        if (fitsWithout(call, types, at)) {
          forgotten(site, call, sibling, at, types.get(at), suggestions);
        }
      }
    } else if (more == -1) {
      for (int at = 0; at < call.arguments().size(); at++) {
        surplus(call, types, at, suggestions);
      }
    }
  }

  /** Whether the arguments there are fit the parameters but one. */
  private static boolean fitsWithout(Call call, List<? extends TypeMirror> types, int without) {
    for (int i = 0; i < call.arguments().size(); i++) {
      if (!call.accepts(types.get(i < without ? i : i + 1), call.arguments().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static void forgotten(Site site, Call call, ExecutableElement sibling, int at,
      TypeMirror type, List<Suggestion> suggestions) {
    String wanted = sibling.getParameters().get(at).getSimpleName().toString();
    List<String> sources = call.argumentSources();
    for (Variable variable : InScope.at(site.model(), site.culprit()).of(site.model(), type)) {
      if (!sources.contains(variable.name()) && !variable.constant()) {
        List<String> changed = new ArrayList<>(sources);
        changed.add(at, variable.name());
        int far = Math.min(NAMED_EVIDENCE, Names.distance(wanted, variable.name()));
        suggestions.add(
            suggestion("${withOneMore}", call.with(changed),
                FORGOTTEN_COST + far - Slot.evidence(site, call.with(changed)),
                "${culprit} leaves out " + variable.name() + ", which an overload takes."));
      }
    }
  }

  private static void surplus(Call call, List<? extends TypeMirror> types, int at,
      List<Suggestion> suggestions) {
    List<String> changed = new ArrayList<>(call.argumentSources());
    changed.remove(at);
    for (int i = 0; i < types.size(); i++) {
      if (!call.accepts(types.get(i), call.arguments().get(i < at ? i : i + 1))) {
        return;
      }
    }
    suggestions.add(
        suggestion("${withOneLess}", call.with(changed), SURPLUS_COST,
            "An overload does without an argument of ${culprit}."));
  }

  private static void renamed(Call call, ExecutableElement sibling,
      List<Suggestion> suggestions) {
    String name = sibling.getSimpleName().toString();
    int far = Names.distance(call.name(), name);
    List<? extends TypeMirror> types = call.parameterTypes(sibling);
    if (far > NAME_DISTANCE_MAX || types.size() != call.arguments().size() || sibling.isVarArgs()
        || !givesTheLike(call, sibling)) {
      return;
    }
    for (int i = 0; i < types.size(); i++) {
      if (!call.accepts(types.get(i), call.arguments().get(i))) {
        return;
      }
    }
    suggestions.add(
        suggestion("${sibling}", call.calling(name), SIBLING_COST + far,
            name + " takes and gives the like of what ${culprit} does."));
  }

  /** Whether the other method's result can stand where the call's stands. */
  private static boolean givesTheLike(Call call, ExecutableElement sibling) {
    TypeMirror own = call.returnType(call.method());
    TypeMirror others = call.returnType(sibling);
    return own.getKind() == TypeKind.VOID
        ? others.getKind() == TypeKind.VOID
        : others.getKind() != TypeKind.VOID && call.model().types().isSameType(own, others)
            || (!own.getKind().isPrimitive() && !others.getKind().isPrimitive()
                && call.model().types().isSubtype(others, own));
  }

  private static Suggestion suggestion(
      String template, String source, int cost, String rationale) {
    String part = template.substring(2, template.length() - 1);
    return Suggestion.of(REPLACE_CULPRIT, template, cost, rationale).with(Map.of(part, source));
  }
}
