package nexa.heal.verify;

import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import nexa.heal.source.ParsedSource;
import org.jspecify.annotations.Nullable;

/**
 * One value of a test's source made a little different: empty, null, one more, one less, the other way
 * round.
 *
 * @param what the change in words, {@code 5 becomes 6}
 */
record Variation(int start, int end, String replacement, String what) {

  /** No change. */
  static final Variation NONE = new Variation(-1, -1, "", "");

  private static final Set<Tree.Kind> NUMBERS_AND_FLAGS =
      Set.of(
          Tree.Kind.INT_LITERAL, Tree.Kind.LONG_LITERAL, Tree.Kind.DOUBLE_LITERAL,
          Tree.Kind.FLOAT_LITERAL, Tree.Kind.CHAR_LITERAL, Tree.Kind.BOOLEAN_LITERAL);

  private static final int TEXT_MAX = 40;
  private static final int LITERALS_MAX = 40;

  /** Variations of the values in some trees, at most so many, one of each value first. */
  static List<Variation> of(ParsedSource source, List<Tree> trees, int max) {
    List<List<Variation>> byValue = new ArrayList<>();
    for (Tree tree : trees) {
      new TreeScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitLiteral(LiteralTree node, @Nullable Void unused) {
          byValue.add(others(source, node));
          return super.visitLiteral(node, unused);
        }

        @Override
        public @Nullable Void visitMethodInvocation(
            MethodInvocationTree node, @Nullable Void unused) {
          return isFixture(node)
              ? scanFixture(node.getArguments().get(2), unused)
              : super.visitMethodInvocation(node, unused);
        }

        /** No caller can make a private number or flag another one: what holds there holds by the rest. */
        private @Nullable Void scanFixture(Tree value, @Nullable Void unused) {
          return NUMBERS_AND_FLAGS.contains(value.getKind()) ? null : scan(value, unused);
        }

        @Override
        public @Nullable Void visitNewArray(NewArrayTree node, @Nullable Void unused) {
          List<Variation> fewer = fewer(source, node);
          if (!fewer.isEmpty()) {
            byValue.add(fewer);
          }
          return super.visitNewArray(node, unused);
        }
      }.scan(tree, null);
    }
    List<Variation> variations = new ArrayList<>();
    for (int round = 0; variations.size() < max && round < LITERALS_MAX; round++) {
      for (List<Variation> one : byValue.subList(0, Math.min(LITERALS_MAX, byValue.size()))) {
        if (round < one.size() && variations.size() < max) {
          variations.add(one.get(round));
        }
      }
    }
    return variations;
  }

  /** Whether a call gives a private field its value, as a carved test's own {@code set} does. */
  private static boolean isFixture(MethodInvocationTree call) {
    return call.getArguments().size() == 3 && call.getMethodSelect().toString().equals("set");
  }

  /** A tree's text on one line, with the change in it. */
  String applied(ParsedSource source, Tree tree) {
    int from = source.start(tree);
    String text = source.text(tree);
    if (start >= from && end <= from + text.length() && start >= 0) {
      text = text.substring(0, start - from) + replacement + text.substring(end - from);
    }
    return text.replace('\n', ' ').replace('\r', ' ');
  }

  private static List<Variation> others(ParsedSource source, LiteralTree node) {
    List<String> texts = new ArrayList<>();
    switch (node.getKind()) {
      case INT_LITERAL -> {
        int value = (Integer) node.getValue();
        texts.addAll(whole(value, ""));
      }
      case LONG_LITERAL -> texts.addAll(whole((Long) node.getValue(), "L"));
      case DOUBLE_LITERAL, FLOAT_LITERAL -> {
        String suffix = node.getKind() == Tree.Kind.FLOAT_LITERAL ? "f" : "d";
        double value = ((Number) node.getValue()).doubleValue();
        texts.addAll(
            List.of(
                String.format(Locale.ROOT, "%s%s", value + 1, suffix), "0" + suffix,
                String.format(Locale.ROOT, "%s%s", value / 2, suffix)));
      }
      case CHAR_LITERAL -> texts.addAll(List.of("'a'", "' '", "'0'"));
      case BOOLEAN_LITERAL -> texts.add(String.valueOf(!(Boolean) node.getValue()));
      case STRING_LITERAL -> texts.addAll(strings(source.text(node)));
      case NULL_LITERAL -> texts.addAll(
          List.of("\"\"", "\"a b\"", "0", "java.util.Collections.emptyList()",
              "new String[] {\"a\"}"));
      default -> {}
    }
    String before = source.text(node);
    return texts.stream()
        .filter(text -> !text.equals(before))
        .map(
            text -> new Variation(
                source.start(node), source.end(node), text, becomes(before, text)))
        .toList();
  }

  private static List<String> whole(long value, String suffix) {
    List<String> texts = new ArrayList<>();
    texts.add(value + 1 + suffix);
    if (value > 0) {
      texts.add(value - 1 + suffix);
      texts.add("0" + suffix);
    }
    texts.add("(-1" + suffix + ")");
    return texts;
  }

  /** The texts next to a text, made without cutting through one of its escapes. */
  private static List<String> strings(String literal) {
    if (literal.startsWith("\"\"\"")) {
      return List.of("\"\"");
    }
    String inside = literal.substring(1, literal.length() - 1);
    List<String> texts = new ArrayList<>();
    texts.add("\"" + inside + "x\"");
    if (!inside.isEmpty() && inside.indexOf('\\') < 0) {
      texts.add("\"" + inside.substring(0, inside.length() - 1) + "\"");
      texts.add("\"" + inside.substring(1) + "\"");
      texts.add("\" " + inside + "\"");
    }
    texts.add("\"\"");
    texts.add("null");
    return texts;
  }

  private static List<Variation> fewer(ParsedSource source, NewArrayTree node) {
    if (node.getInitializers() == null || node.getInitializers().isEmpty()) {
      return List.of();
    }
    Tree last = node.getInitializers().getLast();
    int size = node.getInitializers().size();
    int from = size == 1 ? source.start(last) : source.end(node.getInitializers().get(size - 2));
    List<Variation> variations = new ArrayList<>();
    variations.add(
        new Variation(from, source.end(last), "", "without the last of " + size + " elements"));
    variations.add(
        new Variation(
            source.end(last), source.end(last), ", " + source.text(last).replace('\n', ' '),
            "with its last element twice"));
    return variations;
  }

  private static String becomes(String before, String after) {
    return bounded(before) + " becomes " + bounded(after);
  }

  private static String bounded(String text) {
    String line = text.replace('\n', ' ');
    return line.length() <= TEXT_MAX ? line : line.substring(0, TEXT_MAX) + "…";
  }
}
