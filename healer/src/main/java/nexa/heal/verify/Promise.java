package nexa.heal.verify;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import nexa.heal.source.ParsedSource;
import org.jspecify.annotations.Nullable;

/** Exceptions that a method promises for what it cannot take; silence in their place breaks the promise. */
final class Promise {

  /** Phrases in which a documentation forbids null, rather than allows it. */
  static final List<String> FORBIDDING =
      List.of("not null", "not be null", "never null", "non-null", "nonnull", "cannot be null",
          "isn't null", "no null", "nullpointerexception");

  private Promise() {}

  /** Whether a method throws a promised exception on other conditions, or has to by the JDK's contracts. */
  static boolean throwsInstead(Silencing silencing) {
    MethodTree method = (MethodTree) silencing.method().getLeaf();
    String name = method.getName().toString();
    boolean walks =
        method.getParameters().isEmpty() && (name.equals("next") || name.equals("previous"));
    if (walks) {
      return true;
    }
    Set<String> promised = new HashSet<>(documented(silencing.source(), silencing.method(), ""));
    for (ExpressionTree type : method.getThrows()) {
      promised.add(simple(type.toString()));
    }
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      private int conditions;

      @Override
      public @Nullable Void visitIf(IfTree node, @Nullable Void unused) {
        conditions++;
        super.visitIf(node, unused);
        conditions--;
        return null;
      }

      @Override
      public @Nullable Void visitThrow(ThrowTree node, @Nullable Void unused) {
        found[0] |=
            conditions > 0
                && node.getExpression() instanceof NewClassTree made
                && promised.contains(simple(made.getIdentifier().toString()));
        return super.visitThrow(node, unused);
      }
    }.scan(method, null);
    return found[0];
  }

  /**
   * Whether the method that crashed documents another exception for what it was given, so that callers
   * may count on that.
   *
   * @param type the exception that was thrown
   */
  static boolean isDocumented(ParsedSource source, TreePath method, String type) {
    String about = type.equals("java.lang.NullPointerException") ? "null" : "";
    return documented(source, method, about).stream().anyMatch(it -> !it.equals(simple(type)));
  }

  /** Whether a method documents a parameter as one that may be null, or an exception for null. */
  static boolean speaksOfNull(ParsedSource source, TreePath method) {
    boolean about = false;
    for (String line : source.doc(method).toLowerCase(Locale.ROOT).lines().toList()) {
      String text = line.strip();
      if (text.startsWith("@")) {
        about = text.startsWith("@param ");
      }
      if (about && text.contains("null") && FORBIDDING.stream().noneMatch(text::contains)) {
        return true;
      }
    }
    return isDocumented(source, method, "java.lang.NullPointerException");
  }

  /** A documentation without what it says of exceptions. */
  static String withoutExceptions(String doc) {
    StringBuilder rest = new StringBuilder();
    boolean dropped = false;
    for (String line : doc.lines().toList()) {
      String text = line.strip();
      if (text.startsWith("@")) {
        dropped = text.startsWith("@throws") || text.startsWith("@exception");
      }
      if (!dropped) {
        rest.append(line).append('\n');
      }
    }
    return rest.toString();
  }

  /** The exceptions that a documentation names, in lines that speak of something. */
  static List<String> documented(ParsedSource source, TreePath method, String about) {
    List<String> types = new ArrayList<>();
    for (String line : source.doc(method).lines().map(String::strip).toList()) {
      String[] words = line.split("\\s+", 3);
      String tag = words[0].toLowerCase(Locale.ROOT);
      if (words.length > 1
          && (tag.equals("@throws") || tag.equals("@exception"))
          && line.contains(about)) {
        types.add(simple(words[1]));
      }
    }
    return types;
  }

  private static String simple(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }
}
