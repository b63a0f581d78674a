package nexa.heal.propose;

import static java.util.Map.entry;
import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import nexa.heal.propose.InScope.Variable;
import org.jspecify.annotations.Nullable;

/**
 * Calls what was meant: the overload with the argument that was forgotten or is one too many, the
 * same method with two arguments changed about, or the method beside it with a like name.
 */
final class ChangedCallOperator implements RepairOperator {

  private static final int SUGGESTIONS_MAX = 5;
  private static final int CALLS_MAX = 10;
  private static final int ELSEWHERE_COST = 3;
  private static final int FORGOTTEN_COST = 4;
  private static final int SURPLUS_COST = 12;
  private static final int SWAPPED_COST = 10;
  private static final int SIBLING_COST = 10;

  /** Names further apart than this are not taken for each other. */
  private static final int NAME_DISTANCE_MAX = 4;

  /** That the names of arguments and parameters say so. */
  private static final int NAMED_EVIDENCE = 6;

  /** The JDK's methods that say by their result what others throw. */
  private static final Map<String, String> GENTLE =
      Map.ofEntries(entry("remove", "poll"), entry("element", "peek"), entry("add", "offer"),
          entry("removeFirst", "pollFirst"), entry("removeLast", "pollLast"),
          entry("getFirst", "peekFirst"), entry("getLast", "peekLast"),
          entry("addFirst", "offerFirst"), entry("addLast", "offerLast"),
          entry("pop", "pollFirst"));

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
    if (call == null || makesException(site)) {
      return List.of();
    }
    List<Suggestion> suggestions = new ArrayList<>();
    swapped(site, call, suggestions);
    for (ExecutableElement sibling : call.siblings()) {
      if (sibling.getSimpleName().equals(call.method().getSimpleName())) {
        overload(site, call, sibling, suggestions);
      } else if (call.canBeRenamed()) {
        renamed(site, call, sibling, suggestions);
      }
    }
    return suggestions.stream()
        .sorted(Comparator.comparingInt(Suggestion::cost))
        .limit(SUGGESTIONS_MAX)
        .map(Slips::forEveryInput)
        .toList();
  }

  /** An exception says the same whichever constructor makes it. */
  private static boolean makesException(Site site) {
    return site.culprit().getLeaf() instanceof NewClassTree
        && new Typing(site.model()).is(site.culprit(), "java.lang.Throwable");
  }

  private static void swapped(Site site, Call call, List<Suggestion> suggestions) {
    List<? extends TypeMirror> types = call.parameterTypes(call.method());
    List<String> sources = call.argumentSources();
    for (int i = 0; i < sources.size(); i++) {
      for (int j = i + 1; j < Math.min(types.size(), sources.size()); j++) {
        if (!sources.get(i).equals(sources.get(j)) && mayHaveChanged(call, sources, i, j)
            && call.model().types().isSameType(types.get(i), types.get(j))
            && call.accepts(types.get(i), call.arguments().get(j))
            && call.accepts(types.get(j), call.arguments().get(i))) {
          List<String> changed = new ArrayList<>(sources);
          changed.set(i, sources.get(j));
          changed.set(j, sources.get(i));
          int evidence = areCrossed(call, sources, i, j) ? NAMED_EVIDENCE : 0;
          suggestions.add(
              suggestion("${swapped}", call.with(changed),
                  SWAPPED_COST - evidence + Slot.purpose(site),
                  "Two arguments of ${culprit} have one type and may have changed places."));
        }
      }
    }
  }

  /** Neighbours that are no constants, and not both named as their parameters are. */
  private static boolean mayHaveChanged(Call call, List<String> sources, int i, int j) {
    boolean constant =
        call.arguments().get(i).getLeaf() instanceof LiteralTree
            || call.arguments().get(j).getLeaf() instanceof LiteralTree;
    boolean named = isNamed(call, sources, i) || isNamed(call, sources, j);
    return areCrossed(call, sources, i, j) || (j == i + 1 && !constant && !named);
  }

  private static boolean isNamed(Call call, List<String> sources, int i) {
    return call.method().getParameters().get(i).getSimpleName().contentEquals(sources.get(i));
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
    if (more > 0) {
      asElsewhere(site, call, sibling, suggestions);
    }
    if (more == 1) {
      for (int at = 0; at < types.size(); at++) {
        if (fitsWithout(call, types, at)) {
          forgotten(site, call, sibling, at, types.get(at), suggestions);
        }
      }
    } else if (more == -1) {
      for (int at = 0; at < call.arguments().size(); at++) {
        surplus(site, call, types, at, suggestions);
      }
    }
  }

  /** The arguments beyond the first ones as another call in the file has them, where all can see them. */
  private static void asElsewhere(
      Site site, Call call, ExecutableElement sibling, List<Suggestion> suggestions) {
    int known = call.arguments().size();
    for (TreePath other : callsOf(site, sibling)) {
      Call model = Call.of(site.model(), other);
      if (model == null || model.arguments().size() <= known
          || !areSeenEverywhere(site, model.arguments().subList(known, model.arguments().size()))) {
        continue;
      }
      List<String> changed = new ArrayList<>(call.argumentSources());
      changed.addAll(model.argumentSources().subList(known, model.arguments().size()));
      suggestions.add(
          suggestion("${asElsewhere}", call.with(changed), ELSEWHERE_COST,
              "Elsewhere in the file the overload with more arguments is called."));
    }
  }

  private static List<TreePath> callsOf(Site site, ExecutableElement method) {
    List<TreePath> calls = new ArrayList<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(MethodInvocationTree tree,
          @Nullable Void unused) {
        if (calls.size() < CALLS_MAX
            && method.equals(site.model().trees().getElement(getCurrentPath()))) {
          calls.add(getCurrentPath());
        }
        return super.visitMethodInvocation(tree, unused);
      }
    }.scan(new TreePath(site.unit()), null);
    return calls;
  }

  /** Whether arguments are constants: literals, static fields, enum constants. */
  private static boolean areSeenEverywhere(Site site, List<TreePath> arguments) {
    return arguments.stream().allMatch(argument -> argument.getLeaf() instanceof LiteralTree
        || (site.model().trees().getElement(argument) instanceof Element element
            && element.getKind().isField()
            && element.getModifiers().contains(Modifier.STATIC)));
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
      int far = Math.min(NAMED_EVIDENCE, Names.distance(wanted, variable.name()));
      boolean telling =
          far < NAMED_EVIDENCE || !isCommon(site, type)
              || Suspects.namesOnLine(site).contains(variable.name());
      if (!sources.contains(variable.name()) && !variable.constant() && telling) {
        List<String> changed = new ArrayList<>(sources);
        changed.add(at, variable.name());
        int unread = Slot.isUnread(site, variable.name()) ? Slot.UNREAD_EVIDENCE : 0;
        suggestions.add(
            suggestion("${withOneMore}", call.with(changed),
                FORGOTTEN_COST + far - unread + Slot.purpose(site),
                "${culprit} leaves out " + variable.name() + ", which an overload takes."));
      }
    }
  }

  /** Whether a type says nothing about what its values are for. */
  private static boolean isCommon(Site site, TypeMirror type) {
    return type.getKind().isPrimitive()
        || new Typing(site.model()).is(type, "java.lang.CharSequence")
        || type.toString().equals("java.lang.Object");
  }

  private static void surplus(Site site, Call call, List<? extends TypeMirror> types, int at,
      List<Suggestion> suggestions) {
    List<String> changed = new ArrayList<>(call.argumentSources());
    changed.remove(at);
    for (int i = 0; i < types.size(); i++) {
      if (!call.accepts(types.get(i), call.arguments().get(i < at ? i : i + 1))) {
        return;
      }
    }
    suggestions.add(
        suggestion("${withOneLess}", call.with(changed), SURPLUS_COST + Slot.purpose(site),
            "An overload does without an argument of ${culprit}."));
  }

  private static void renamed(Site site, Call call, ExecutableElement sibling,
      List<Suggestion> suggestions) {
    String name = sibling.getSimpleName().toString();
    int far =
        GENTLE.getOrDefault(call.name(), "").equals(name) ? 0 : Names.distance(call.name(), name);
    List<? extends TypeMirror> types = call.parameterTypes(sibling);
    if (far > NAME_DISTANCE_MAX || isUnsigned(name) != isUnsigned(call.name())
        || types.size() != call.arguments().size() || sibling.isVarArgs()
        || !givesTheLike(call, sibling)) {
      return;
    }
    for (int i = 0; i < types.size(); i++) {
      if (!call.accepts(types.get(i), call.arguments().get(i))) {
        return;
      }
    }
    suggestions.add(
        suggestion("${sibling}", call.calling(name),
            SIBLING_COST + far + (name.startsWith(call.name()) ? 0 : Slot.purpose(site)),
            name + " takes and gives the like of what ${culprit} does."));
  }

  /** Numbers without a sign are other numbers. */
  private static boolean isUnsigned(String name) {
    return name.contains("Unsigned");
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
