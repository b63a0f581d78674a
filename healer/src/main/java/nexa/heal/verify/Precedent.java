package nexa.heal.verify;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Modifier;
import nexa.heal.source.Project;
import org.jspecify.annotations.Nullable;

/**
 * What in a program allows a patch to be silent where it crashed: the method's documentation, its other
 * returns, its annotations, its siblings, or the ways of the whole project.
 */
final class Precedent {

  /** How often a project must do something for it to be the project's way. */
  private static final int WAY_MIN = 2;

  /** Beginnings of the names of methods that keep something. */
  private static final List<String> STORING =
      List.of("add", "put", "append", "push", "offer", "insert", "set", "write", "store", "merge");

  private static final Set<String> NUMBERS = Set.of("int", "long", "short");

  private final Project project;
  private final EarlyReturns early;
  private final boolean isNull;
  private final boolean isCast;
  private final boolean isOverflow;

  /**
   * @param exceptionType what the crash threw
   */
  Precedent(Project project, String exceptionType) {
    this.project = project;
    this.early = new EarlyReturns(project);
    this.isNull = exceptionType.equals("java.lang.NullPointerException");
    this.isOverflow = exceptionType.equals("java.lang.StackOverflowError");
    this.isCast = exceptionType.equals("java.lang.ClassCastException");
  }

  /**
   * What allows a silencing.
   *
   * @param isStrong whether it speaks of this very value or statement, rather than of ways in general
   */
  record Reason(String text, boolean isStrong) {}

  /** Why a silencing is allowed, empty when nothing allows it. */
  Optional<Reason> of(Silencing silencing) {
    MethodTree method = (MethodTree) silencing.method().getLeaf();
    if (isOverflow && visitsOnce(silencing)) {
      return Optional.of(new Reason("what is visited again is in the set already", true));
    }
    Optional<String> strong =
        switch (silencing.kind()) {
          case UNCHECKS -> Loosening.of(silencing);
          case SWALLOWS -> silencing.value().isEmpty() ? Optional.empty()
              : Documentation.speaksOf(silencing, isNull);
          case RETURNS, DEFAULTS ->
              byName(method, silencing.value())
                  .or(() -> mirrored(silencing))
                  .or(() -> givenBack(silencing))
                  .or(() -> OneOfMany.isAsked(silencing) ? Optional.empty()
                      : Documentation.speaksOf(silencing, isNull));
          case SKIPS, SKIPS_IN_LOOP ->
              ClassHabits.conditionalElsewhere(silencing)
                  .or(() -> isNull ? LibraryNull.of(silencing) : Optional.empty())
                  .or(() -> taken(silencing))
                  .or(() -> Documentation.speaksOf(silencing, isNull));
          case SKIPS_ROUND -> Documentation.speaksOf(silencing, isNull)
              .or(() -> ClassHabits.leftOutElsewhere(silencing));
          case CLAMPS, ENDS_LOOP -> Optional.empty();
        };
    if (Documentation.namesAnother(silencing)
        || Documentation.promisesNew(silencing)
        || isBoundTwice(silencing)
        || dropsElement(silencing)
        || LeftNull.by(silencing)
        || OneOfMany.endsAll(silencing)
        || wouldGoOn(silencing)) {
      return Optional.empty();
    }
    if (silencing.kind() == Silencing.Kind.ENDS_LOOP) {
      return Promise.throwsInstead(silencing)
          || Shrinking.is(silencing)
          || Silencing.asksOfElement(silencing.condition())
          || silencing.condition().contains("== null") // the others have their turn
              ? Optional.empty()
              : Optional.of(new Reason("the loop ends where its data does", false));
    }
    if (isCast && skips(silencing)) {
      return ClassHabits.sorted(silencing).map(text -> new Reason(text, true));
    }
    if (isCast && !byName(method, silencing.value()).isPresent()) {
      return Optional.empty(); // what is there and of another type is no missing value
    }
    if (strong.isPresent() && !FieldMakers.makes(silencing)) {
      return strong.map(text -> new Reason(text, !silencing.skipped().late()));
    }
    if (Promise.throwsInstead(silencing)
        || losesData(silencing)
        || Shrinking.is(silencing)
        || FieldMakers.makes(silencing)
        || isOutOfStep(silencing)
        || breaksOrder(method, silencing)) {
      return Optional.empty();
    }
    return general(silencing);
  }

  /** A loop over nothing may be left out where nothing is what the value stands for. */
  private Optional<String> taken(Silencing silencing) {
    boolean isLoop =
        silencing.skipped().statements().stream().allMatch(it -> it.startsWith("for ("));
    return isNull && isLoop
        ? TakenAsNull.of(silencing, project.mainSources().values())
        : Optional.empty();
  }

  private Optional<Reason> general(Silencing silencing) {
    return switch (silencing.kind()) {
      case UNCHECKS -> Optional.empty();
      case SWALLOWS -> silencing.value().isEmpty()
          ? Optional.empty()
          : earlier(silencing).map(text -> new Reason(text, true));
      case SKIPS -> ClassHabits.guardedElsewhere(silencing).map(text -> new Reason(text, true));
      case SKIPS_IN_LOOP, SKIPS_ROUND ->
          Optional.of(new Reason("the other rounds of the loop go on", false));
      case ENDS_LOOP -> Optional.empty();
      case CLAMPS -> Optional.of(new Reason("the nearest index is as far as it can go", false));
      case DEFAULTS ->
          ClassHabits.elsewhere(silencing)
              .or(() -> askedBehind(silencing))
              .or(() -> ClassHabits.fallsBack(silencing))
              .map(text -> new Reason(text, true));
      case RETURNS ->
          annotated(silencing)
              .or(() -> ClassHabits.sibling(silencing))
              .or(() -> ClassHabits.fallsBack(silencing))
              .map(text -> new Reason(text, !silencing.skipped().late()))
              .or(() -> earlier(silencing).map(text -> new Reason(text, false)))
              .or(() -> way(silencing).map(text -> new Reason(text, false)));
    };
  }

  /** Whether a recursion goes on, as before, unless what it adds to its set of visits is there. */
  private static boolean visitsOnce(Silencing silencing) {
    String condition = silencing.condition();
    boolean isVisit = condition.startsWith("(!") && condition.contains(".add(");
    return isVisit
        && silencing.kind() == Silencing.Kind.RETURNS
        && silencing.value().isEmpty()
        && silencing.source().plain(silencing.method().getLeaf())
            .contains(condition.substring(2, condition.length() - 1) + ";");
  }

  /** Whether a comparison gives for one operand what it does not give, negated, for the other. */
  private static boolean breaksOrder(MethodTree method, Silencing silencing) {
    return isComparison(method) && mirrored(silencing).isEmpty();
  }

  private static Optional<String> mirrored(Silencing silencing) {
    MethodTree method = (MethodTree) silencing.method().getLeaf();
    String value = silencing.value();
    String opposite = value.startsWith("-") ? value.substring(1) : "-" + value;
    return isComparison(method)
        && EarlyReturns.of(silencing.source(), method).contains(opposite)
            ? Optional.of("the other operand is treated so, the other way round")
            : Optional.empty();
  }

  private static boolean isComparison(MethodTree method) {
    return method.getName().contentEquals("compareTo") || method.getName().contentEquals("compare");
  }

  /** Whether an index that the object keeps is out of its bounds: a wrong state, and no missing input. */
  private static boolean isOutOfStep(Silencing silencing) {
    String condition = silencing.condition();
    if (condition.indexOf('<') < 0 && condition.indexOf('>') < 0) {
      return false;
    }
    MethodTree method = (MethodTree) silencing.method().getLeaf();
    Set<String> own = new HashSet<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree node, @Nullable Void unused) {
        own.add(node.getName().toString());
        return super.visitVariable(node, unused);
      }
    }.scan(method, null);
    return silencing.method().getParentPath().getLeaf() instanceof ClassTree type
        && type.getMembers().stream()
            .filter(VariableTree.class::isInstance)
            .map(VariableTree.class::cast)
            .filter(field -> NUMBERS.contains(String.valueOf(field.getType())))
            .filter(field -> !field.getModifiers().getFlags().contains(Modifier.FINAL))
            .map(field -> field.getName().toString())
            .filter(field -> !own.contains(field))
            .anyMatch(field -> Documentation.says(condition, field));
  }

  /** Whether what is left out would have kept something: then it is lost without a word. */
  private static boolean losesData(Silencing silencing) {
    return silencing.skipped().statements().stream()
        .anyMatch(statement -> storesInto(statement, silencing.skipped().condition()));
  }

  /**
   * Whether an element for which there is no room, {@code a[i] = x}, is dropped, or put in the place of another.
   */
  private static boolean dropsElement(Silencing silencing) {
    String bare = Silencing.bare(silencing.condition());
    String array = Silencing.sized(bare);
    String method = silencing.source().plain(silencing.method().getLeaf());
    int compared = bare.indexOf(" >= " + array + ".");
    return !array.isEmpty()
        && switch (silencing.kind()) {
          case RETURNS -> compared > 0
              && method.contains(array + "[" + bare.substring(0, compared) + "] = ");
          case CLAMPS -> setsElement(method, array);
          default -> false;
        };
  }

  /** Whether code sets an element of an array. */
  private static boolean setsElement(String code, String array) {
    for (int at = code.indexOf(array + "["); at >= 0; at = code.indexOf(array + "[", at + 1)) {
      int end = code.indexOf(']', at);
      if (end >= 0 && code.startsWith("] = ", end)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a statement stores something in what a condition says may be null. */
  private static boolean storesInto(String statement, String condition) {
    int parenthesis = statement.indexOf('(');
    int dot = parenthesis < 0 ? -1 : statement.lastIndexOf('.', parenthesis);
    if (dot < 0) {
      return false;
    }
    String receiver = statement.substring(0, dot).strip();
    String name = statement.substring(dot + 1, parenthesis).strip();
    return STORING.stream().anyMatch(name::startsWith)
        && (condition.contains(receiver + " != null") || condition.contains("null != " + receiver));
  }

  /** Whether what a test of a size leaves out lies in loops of one bound: the inner one may be the slip. */
  private static boolean isBoundTwice(Silencing silencing) {
    if (Silencing.sized(silencing.condition()).isEmpty()) {
      return false;
    }
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      private final Deque<String> bounds = new ArrayDeque<>();

      @Override
      public @Nullable Void visitForLoop(ForLoopTree node, @Nullable Void unused) {
        String bound =
            node.getCondition() instanceof BinaryTree condition
                ? silencing.source().plain(condition.getRightOperand())
                : "";
        found[0] |= !bound.isEmpty() && bounds.contains(bound);
        bounds.push(bound);
        super.visitForLoop(node, unused);
        bounds.pop();
        return null;
      }
    }.scan(silencing.method().getLeaf(), null);
    return found[0];
  }

  /**
   * Whether a method ends where something is null that it asks about itself further on, and then does more:
   * it was meant to go on.
   */
  private static boolean wouldGoOn(Silencing silencing) {
    String condition = silencing.condition();
    int end = condition.lastIndexOf(" == null)");
    BlockTree body = ((MethodTree) silencing.method().getLeaf()).getBody();
    if (silencing.kind() != Silencing.Kind.RETURNS || !condition.startsWith("(") || end < 1
        || body == null) {
      return false;
    }
    String asked = condition.substring(1, end);
    boolean isUsed = false;
    for (StatementTree statement : body.getStatements()) {
      boolean asks =
          statement instanceof IfTree it
              && silencing.source().plain(it.getCondition()).contains(asked + " != null");
      if (asks) {
        return isUsed && statement != body.getStatements().getLast();
      }
      isUsed |= Documentation.says(silencing.source().plain(statement), asked);
    }
    return false;
  }

  private static boolean skips(Silencing silencing) {
    return silencing.kind() == Silencing.Kind.SKIPS
        || silencing.kind() == Silencing.Kind.SKIPS_IN_LOOP
        || silencing.kind() == Silencing.Kind.SKIPS_ROUND;
  }

  /** The variable that is set to the value is asked for just that further on. */
  private static Optional<String> askedBehind(Silencing silencing) {
    List<String> questions =
        switch (silencing.value()) {
          case "\"\"" -> List.of(".isBlank()", ".isEmpty()");
          case "null" -> List.of(" == null", " != null");
          default -> List.of();
        };
    String whole = silencing.source().plain(silencing.method().getLeaf());
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree node, @Nullable Void unused) {
        found[0] |=
            node.getInitializer() != null
                && ClassHabits.isAbout(silencing.condition(),
                    silencing.source().plain(node.getInitializer()))
                && questions.stream().anyMatch(it -> whole.contains(node.getName() + it));
        return super.visitVariable(node, unused);
      }
    }.scan(silencing.method().getLeaf(), null);
    return found[0]
        ? Optional.of("the method asks for it further on")
        : Optional.empty();
  }

  /** What the JDK's own contracts say of a method with this name. */
  private static Optional<String> byName(MethodTree method, String value) {
    String name = method.getName().toString();
    boolean equals =
        name.equals("equals") && method.getParameters().size() == 1 && value.equals("false");
    boolean plain =
        method.getParameters().isEmpty()
            && ((name.equals("hashCode") && value.equals("0")) || name.equals("toString"));
    return equals || plain ? Optional.of("the contract of " + name + " says so") : Optional.empty();
  }

  /** Another return of the method gives the same value. */
  private static Optional<String> earlier(Silencing silencing) {
    return silencing.returns(silencing.value(), silencing.method().getLeaf())
        ? Optional.of(
            "the method already " + (silencing.value().isEmpty() ? "returns early"
                : "returns " + silencing.value()))
        : Optional.empty();
  }

  /** A method that gives its parameter back as it is may do so with null. */
  private static Optional<String> givenBack(Silencing silencing) {
    MethodTree method = (MethodTree) silencing.method().getLeaf();
    for (VariableTree parameter : method.getParameters()) {
      String name = parameter.getName().toString();
      if (silencing.value().equals("null")
          && silencing.condition().equals("(" + name + " == null)")
          && String.valueOf(parameter.getType()).equals(String.valueOf(method.getReturnType()))
          && silencing.returns(name, method)) {
        return Optional.of("it gives back what it was given");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> annotated(Silencing silencing) {
    MethodTree method = (MethodTree) silencing.method().getLeaf();
    String modifiers = method.getModifiers().getAnnotations() + " " + method.getReturnType();
    if (silencing.value().equals("null")
        && (modifiers.contains("Nullable") || modifiers.contains("CheckForNull"))) {
      return Optional.of("it is declared to return null");
    }
    return silencing.value().endsWith("Optional.empty()")
        ? Optional.of("it returns an Optional")
        : Optional.empty();
  }

  /** Methods of the project with the same result type return the same value early. */
  private Optional<String> way(Silencing silencing) {
    MethodTree method = (MethodTree) silencing.method().getLeaf();
    int count =
        ClassHabits.hasItsOwn(silencing)
            ? 0
            : early.count(method, silencing.condition(), silencing.value());
    return count < WAY_MIN
        ? Optional.empty()
        : Optional.of(count + " other methods of the project return it early");
  }
}
