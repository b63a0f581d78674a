package nexa.heal.verify;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  /** What a documentation calls a number that is nought. */
  private static final List<String> NOUGHT =
      List.of("0", "zero", "none", "never", "nothing", "counts as not", "count as not",
          "counts as no", "count as no");

  /** Beginnings of the names of methods that keep something. */
  private static final List<String> STORING =
      List.of("add", "put", "append", "push", "offer", "insert", "set", "write", "store", "merge");

  private static final Set<String> NUMBERS = Set.of("int", "long", "short");

  private final EarlyReturns early;
  private final boolean isNull;
  private final boolean isCast;

  /**
   * @param exceptionType what the crash threw
   */
  Precedent(Project project, String exceptionType) {
    this.early = new EarlyReturns(project);
    this.isNull = exceptionType.equals("java.lang.NullPointerException");
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
    Optional<String> strong =
        switch (silencing.kind()) {
          case UNCHECKS -> Loosening.of(silencing);
          case SWALLOWS -> silencing.value().isEmpty() ? Optional.empty() : documented(silencing);
          case RETURNS, DEFAULTS ->
              byName(method, silencing.value())
                  .or(() -> mirrored(silencing))
                  .or(() -> givenBack(silencing))
                  .or(() -> documented(silencing));
          case SKIPS, SKIPS_IN_LOOP ->
              conditionalElsewhere(silencing).or(() -> documented(silencing));
          case SKIPS_ROUND -> documented(silencing).or(() -> leftOutElsewhere(silencing));
          case CLAMPS, ENDS_LOOP -> Optional.empty();
        };
    if (silencing.kind() == Silencing.Kind.ENDS_LOOP) {
      return Promise.throwsInstead(silencing)
          || Shrinking.is(silencing)
          || Silencing.asksOfElement(silencing.condition())
              ? Optional.empty()
              : Optional.of(new Reason("the loop ends where its data does", true));
    }
    if (isCast && skips(silencing)) {
      return sorted(silencing).map(text -> new Reason(text, true));
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

  private Optional<Reason> general(Silencing silencing) {
    return switch (silencing.kind()) {
      case UNCHECKS -> Optional.empty();
      case SWALLOWS -> silencing.value().isEmpty()
          ? Optional.empty()
          : earlier(silencing).map(text -> new Reason(text, true));
      case SKIPS -> guardedElsewhere(silencing).map(text -> new Reason(text, true));
      case SKIPS_IN_LOOP, SKIPS_ROUND ->
          Optional.of(new Reason("the other rounds of the loop go on", false));
      case ENDS_LOOP -> Optional.empty();
      case CLAMPS -> Optional.of(new Reason("the nearest index is as far as it can go", false));
      case DEFAULTS ->
          elsewhere(silencing)
              .or(() -> askedBehind(silencing))
              .or(() -> fallsBack(silencing))
              .map(text -> new Reason(text, true));
      case RETURNS ->
          annotated(silencing)
              .or(() -> sibling(silencing))
              .or(() -> fallsBack(silencing))
              .map(text -> new Reason(text, !silencing.skipped().late()))
              .or(() -> earlier(silencing).map(text -> new Reason(text, false)))
              .or(() -> way(silencing).map(text -> new Reason(text, false)));
    };
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
            .anyMatch(field -> says(condition, field));
  }

  /** The class falls back to the same value elsewhere, or counts from zero. */
  private static Optional<String> fallsBack(Silencing silencing) {
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree node, @Nullable Void unused) {
        String name = node.getMethodSelect().toString();
        String last =
            node.getArguments().isEmpty()
                ? ""
                : silencing.source().plain(node.getArguments().getLast());
        found[0] |=
            (name.endsWith(".getOrDefault") || name.endsWith(".orElse"))
                && last.equals(silencing.value());
        found[0] |=
            name.endsWith(".merge") && last.endsWith("::sum") && silencing.value().equals("0");
        return super.visitMethodInvocation(node, unused);
      }
    }.scan(silencing.method().getParentPath().getLeaf(), null);
    return found[0] ? Optional.of("its class falls back to it elsewhere") : Optional.empty();
  }

  /** Whether what is left out would have kept something: then it is lost without a word. */
  private static boolean losesData(Silencing silencing) {
    return silencing.skipped().statements().stream()
        .anyMatch(statement -> storesInto(statement, silencing.skipped().condition()));
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

  /** The class goes on with the same value in another place. */
  private static Optional<String> elsewhere(Silencing silencing) {
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitConditionalExpression(
          ConditionalExpressionTree node, @Nullable Void unused) {
        boolean asksTheSame =
            silencing.source().plain(node.getCondition()).contains("null")
                || !silencing.condition().contains("null");
        found[0] |=
            asksTheSame
                && (silencing.source().plain(node.getTrueExpression()).equals(silencing.value())
                    || silencing.source().plain(node.getFalseExpression())
                        .equals(silencing.value()));
        return super.visitConditionalExpression(node, unused);
      }
    }.scan(silencing.method().getParentPath().getLeaf(), null);
    return found[0] ? Optional.of("its class does the same elsewhere") : Optional.empty();
  }

  private static boolean skips(Silencing silencing) {
    return silencing.kind() == Silencing.Kind.SKIPS
        || silencing.kind() == Silencing.Kind.SKIPS_IN_LOOP
        || silencing.kind() == Silencing.Kind.SKIPS_ROUND;
  }

  /** Another method of the class takes only those of one type out of many. */
  private static Optional<String> sorted(Silencing silencing) {
    Tree type = silencing.method().getParentPath().getLeaf();
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIf(IfTree node, @Nullable Void unused) {
        found[0] |=
            node.getElseStatement() == null
                && silencing.source().plain(node.getCondition()).contains(" instanceof ");
        return super.visitIf(node, unused);
      }
    }.scan(type, null);
    return found[0]
        ? Optional.of("its class leaves out those of another type elsewhere")
        : Optional.empty();
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
                && isAbout(silencing.condition(), silencing.source().plain(node.getInitializer()))
                && questions.stream().anyMatch(it -> whole.contains(node.getName() + it));
        return super.visitVariable(node, unused);
      }
    }.scan(silencing.method().getLeaf(), null);
    return found[0]
        ? Optional.of("the method asks for it further on")
        : Optional.empty();
  }

  /** Whether a condition names what an expression begins with. */
  private static boolean isAbout(String condition, String expression) {
    int end = 0;
    while (end < expression.length() && Character.isJavaIdentifierPart(expression.charAt(end))) {
      end++;
    }
    return end > 0 && says(condition, expression.substring(0, end));
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
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitReturn(ReturnTree node, @Nullable Void unused) {
        found[0] |= silencing.source().plain(node.getExpression()).equals(silencing.value());
        return super.visitReturn(node, unused);
      }
    }.scan(silencing.method().getLeaf(), null);
    return found[0]
        ? Optional.of(
            "the method already " + (silencing.value().isEmpty() ? "returns early"
                : "returns " + silencing.value()))
        : Optional.empty();
  }

  private Optional<String> documented(Silencing silencing) {
    String doc =
        Promise.withoutExceptions(silencing.source().doc(silencing.method()))
            .toLowerCase(Locale.ROOT);
    for (String phrase : Promise.FORBIDDING) {
      doc = doc.replace(phrase, "");
    }
    String allowing = isNull ? doc : withoutGivenNull(doc);
    return words(silencing.value()).stream().anyMatch(word -> says(allowing, word))
        ? Optional.of("its documentation speaks of it")
        : Optional.empty();
  }

  /** A documentation without what it says of null as it is given, rather than as a result. */
  private static String withoutGivenNull(String doc) {
    String plain = doc.replace("{@code", "").replace("{@link", "").replace("}", "");
    return Stream.of(plain.replace(';', '.').replace('@', '.').split("\\."))
        .map(sentence -> " " + String.join(" ", sentence.split("\\s+")))
        .filter(sentence -> !givesNull(sentence))
        .collect(Collectors.joining("."));
  }

  private static boolean givesNull(String sentence) {
    int last = sentence.lastIndexOf("null");
    return last >= 0
        && (sentence.indexOf("null") < last
            || sentence.contains("(null")
            || Stream.of(" if ", " when ", " for ", " param ")
                .anyMatch(word -> sentence.lastIndexOf(word, last) >= 0));
  }

  /** A method that gives its parameter back as it is may do so with null. */
  private static Optional<String> givenBack(Silencing silencing) {
    MethodTree method = (MethodTree) silencing.method().getLeaf();
    boolean[] found = new boolean[1];
    for (VariableTree parameter : method.getParameters()) {
      String name = parameter.getName().toString();
      if (silencing.value().equals("null")
          && silencing.condition().equals("(" + name + " == null)")
          && String.valueOf(parameter.getType()).equals(String.valueOf(method.getReturnType()))) {
        new TreeScanner<@Nullable Void, @Nullable Void>() {
          @Override
          public @Nullable Void visitReturn(ReturnTree node, @Nullable Void unused) {
            found[0] |= String.valueOf(node.getExpression()).equals(name);
            return super.visitReturn(node, unused);
          }
        }.scan(method, null);
      }
    }
    return found[0] ? Optional.of("it gives back what it was given") : Optional.empty();
  }

  private static List<String> words(String value) {
    return switch (value) {
      case "" ->
          List.of("null", "ignored", "ignores", "nothing", "no effect", "optional", "if any");
      case "null", "(null)" -> List.of("null");
      case "0", "0L", "0d", "0.0", "0f" -> NOUGHT;
      case "false", "true" -> List.of(value, "null");
      case "\"\"" -> List.of("empty", "null", "\"\"", "none", "nothing");
      default ->
          value.contains("mpty") || value.endsWith("of()") || value.contains("[0]")
              || value.endsWith("ZERO")
                  ? List.of("empty", "null", "zero", "none", "never", "nothing")
                  : List.of(value.toLowerCase(Locale.ROOT));
    };
  }

  /** Whether a text holds a word, with nothing of a word at its sides. */
  private static boolean says(String text, String word) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      boolean left = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
      int end = at + word.length();
      if (left && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
        return true;
      }
    }
    return false;
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

  /** The class guards other statements on the same condition. */
  private static Optional<String> guardedElsewhere(Silencing silencing) {
    Tree type = silencing.method().getParentPath().getLeaf();
    boolean[] found = new boolean[1];
    if (type instanceof ClassTree) {
      String method = silencing.source().plain(silencing.method().getLeaf());
      new TreeScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitIf(IfTree node, @Nullable Void unused) {
          String condition = silencing.source().plain(node.getCondition());
          int operator = Math.max(condition.indexOf(" != null"), condition.indexOf(" == null"));
          found[0] |=
              operator > 1
                  && (condition.contains(" != null") || leavesWithNothing(node))
                  && method.contains(condition.substring(1, operator).strip() + ".");
          return super.visitIf(node, unused);
        }
      }.scan(type, null);
    }
    return found[0]
        ? Optional.of("its class asks the same elsewhere")
        : Optional.empty();
  }

  private static boolean leavesWithNothing(IfTree guard) {
    StatementTree then =
        guard.getThenStatement() instanceof BlockTree block && block.getStatements().size() == 1
            ? block.getStatements().getFirst()
            : guard.getThenStatement();
    return then instanceof ContinueTree
        || (then instanceof ReturnTree end && end.getExpression() == null);
  }

  /** Another loop of the class leaves out rounds without a value. */
  private static Optional<String> leftOutElsewhere(Silencing silencing) {
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIf(IfTree node, @Nullable Void unused) {
        found[0] |=
            silencing.source().plain(node.getCondition()).contains("== null")
                && leavesWithNothing(node);
        return super.visitIf(node, unused);
      }
    }.scan(silencing.method().getParentPath().getLeaf(), null);
    return found[0] && silencing.condition().contains("== null")
        ? Optional.of("its class leaves out such rounds elsewhere")
        : Optional.empty();
  }

  /** The class takes the very step that is left out only on a condition elsewhere. */
  private static Optional<String> conditionalElsewhere(Silencing silencing) {
    List<String> left = silencing.skipped().statements();
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIf(IfTree node, @Nullable Void unused) {
        List<? extends Tree> inside =
            node.getThenStatement() instanceof BlockTree block
                ? block.getStatements()
                : List.of(node.getThenStatement());
        found[0] |=
            inside.stream()
                .filter(ExpressionStatementTree.class::isInstance)
                .anyMatch(step -> left.contains(silencing.source().plain(step)));
        return super.visitIf(node, unused);
      }
    }.scan(silencing.method().getParentPath().getLeaf(), null);
    return found[0]
        ? Optional.of("its class takes this step only on a condition elsewhere")
        : Optional.empty();
  }

  /** Whether the method has a value of its own for what is missing, and it is another one. */
  private static boolean hasItsOwn(Silencing silencing) {
    List<String> own =
        EarlyReturns.of(silencing.source(), (MethodTree) silencing.method().getLeaf());
    return !own.isEmpty() && !own.contains(silencing.value());
  }

  /** Another method of the class with the same result type returns the same value early. */
  private static Optional<String> sibling(Silencing silencing) {
    MethodTree method = (MethodTree) silencing.method().getLeaf();
    if (hasItsOwn(silencing)
        || !(silencing.method().getParentPath().getLeaf() instanceof ClassTree type)) {
      return Optional.empty();
    }
    return type.getMembers().stream()
        .filter(MethodTree.class::isInstance)
        .map(MethodTree.class::cast)
        .filter(other -> other != method && other.getBody() != null)
        .filter(
            other -> String.valueOf(other.getReturnType())
                .equals(String.valueOf(method.getReturnType())))
        .filter(other -> EarlyReturns.of(silencing.source(), other).contains(silencing.value()))
        .findFirst()
        .map(other -> "as " + other.getName() + " of the same class does");
  }

  /** Methods of the project with the same result type return the same value early. */
  private Optional<String> way(Silencing silencing) {
    MethodTree method = (MethodTree) silencing.method().getLeaf();
    int count = hasItsOwn(silencing) ? 0 : early.count(method, silencing.value());
    return count < WAY_MIN
        ? Optional.empty()
        : Optional.of(count + " other methods of the project return it early");
  }
}
