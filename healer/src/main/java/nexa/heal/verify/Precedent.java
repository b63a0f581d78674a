package nexa.heal.verify;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nexa.heal.source.Project;
import org.jspecify.annotations.Nullable;

/**
 * What in a program allows a patch to be silent where it crashed: the method's documentation, its other
 * returns, its annotations, its siblings, or the ways of the whole project.
 */
final class Precedent {

  /** How often a project must do something for it to be the project's way. */
  private static final int WAY_MIN = 2;

  private static final int FILES_MAX = 3000;

  /** Phrases in which a documentation forbids null, rather than allows it. */
  private static final List<String> FORBIDDING =
      List.of("not null", "not be null", "never null", "non-null", "nonnull", "cannot be null",
          "isn't null", "no null", "nullpointerexception");

  private final Project project;
  private @Nullable Map<String, Integer> ways;

  Precedent(Project project) {
    this.project = project;
  }

  /** Why a silencing is allowed, empty when nothing allows it. */
  Optional<String> of(Silencing silencing) {
    MethodTree method = (MethodTree) silencing.method().getLeaf();
    return switch (silencing.kind()) {
      case UNCHECKS -> Optional.empty();
      case SWALLOWS -> silencing.value().isEmpty()
          ? Optional.empty()
          : earlier(silencing).or(() -> documented(silencing));
      case SKIPS_IN_LOOP -> Optional.of("the other rounds of the loop go on");
      case SKIPS -> documented(silencing).or(() -> guardedElsewhere(silencing));
      case RETURNS, DEFAULTS ->
          byName(method, silencing.value())
              .or(() -> earlier(silencing))
              .or(() -> documented(silencing))
              .or(() -> annotated(silencing))
              .or(() -> way(silencing));
    };
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

  private static Optional<String> documented(Silencing silencing) {
    String doc = silencing.source().doc(silencing.method()).toLowerCase(Locale.ROOT);
    for (String phrase : FORBIDDING) {
      doc = doc.replace(phrase, "");
    }
    String allowing = doc;
    return words(silencing.value()).stream().anyMatch(word -> says(allowing, word))
        ? Optional.of("its documentation speaks of it")
        : Optional.empty();
  }

  private static List<String> words(String value) {
    return switch (value) {
      case "" ->
          List.of("null", "ignored", "ignores", "nothing", "no effect", "optional", "if any");
      case "null", "(null)" -> List.of("null");
      case "0", "0L", "0d", "0.0", "0f" -> List.of("0", "zero");
      case "false", "true" -> List.of(value, "null");
      case "\"\"" -> List.of("empty", "null", "\"\"");
      default ->
          value.contains("mpty") || value.endsWith("of()") || value.contains("[0]")
              ? List.of("empty", "null")
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
              operator > 1 && method.contains(condition.substring(1, operator).strip() + ".");
          return super.visitIf(node, unused);
        }
      }.scan(type, null);
    }
    return found[0]
        ? Optional.of("its class asks the same elsewhere")
        : Optional.empty();
  }

  /** Methods of the project with the same result type return the same value early. */
  private Optional<String> way(Silencing silencing) {
    MethodTree method = (MethodTree) silencing.method().getLeaf();
    int count = ways().getOrDefault(key(method, silencing.value()), 0);
    return count < WAY_MIN
        ? Optional.empty()
        : Optional.of(count + " other methods of the project return it early");
  }

  private Map<String, Integer> ways() {
    Map<String, Integer> known = ways;
    if (known == null) {
      Map<String, Integer> counted = new TreeMap<>();
      project.mainSources().values().stream()
          .limit(FILES_MAX)
          .forEach(text -> count(ParsedSource.of(text), counted));
      known = counted;
      ways = counted;
    }
    return known;
  }

  private static void count(ParsedSource source, Map<String, Integer> counted) {
    for (TreePath path : source.methods()) {
      MethodTree method = (MethodTree) path.getLeaf();
      for (String value : earlyReturns(source, method)) {
        counted.merge(key(method, value), 1, Integer::sum);
      }
    }
  }

  /** What a method returns on a condition about null, emptiness or a length, once each. */
  private static List<String> earlyReturns(ParsedSource source, MethodTree method) {
    List<String> values = new ArrayList<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIf(IfTree node, @Nullable Void unused) {
        String condition = source.plain(node.getCondition());
        if (returned(node.getThenStatement()) instanceof ReturnTree early
            && Silencing.isNeutral(early.getExpression())
            && isGuard(condition)) {
          String value = source.plain(early.getExpression());
          if (!values.contains(value)) {
            values.add(value);
          }
        }
        return super.visitIf(node, unused);
      }
    }.scan(method, null);
    return values;
  }

  private static boolean isGuard(String condition) {
    return condition.contains("== null")
        || condition.contains("isEmpty()")
        || condition.contains("length")
        || condition.contains("size()")
        || condition.contains("== 0");
  }

  private static @Nullable StatementTree returned(StatementTree then) {
    return then instanceof BlockTree block && block.getStatements().size() == 1
        ? block.getStatements().getFirst()
        : then;
  }

  private static String key(MethodTree method, String value) {
    return method.getReturnType() + " " + value;
  }
}
