package nexa.heal.propose;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LabeledStatementTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What code says apart from its layout: comments, parentheses and needless braces count for nothing. */
final class Syntax extends TreeScanner<@Nullable Void, @Nullable Void> {

  private final StringBuilder out = new StringBuilder();
  private final boolean bodies;

  private Syntax(boolean bodies) {
    this.bodies = bodies;
  }

  /** A tree as text: equal for equal code. */
  static String of(@Nullable Tree tree) {
    Syntax syntax = new Syntax(true);
    syntax.scan(tree, null);
    return syntax.out.toString();
  }

  /** A file without its imports and the bodies of its methods. */
  static String skeleton(CompilationUnitTree unit) {
    Syntax syntax = new Syntax(false);
    syntax.scan(unit, null);
    return syntax.out.toString();
  }

  /** The tree in parentheses or in braces that hold nothing else. */
  static Tree bare(Tree tree) {
    Tree inner = tree;
    while (true) {
      if (inner instanceof ParenthesizedTree parenthesized) {
        inner = parenthesized.getExpression();
      } else if (inner instanceof BlockTree block && !block.isStatic() && holdsOne(block)) {
        inner = block.getStatements().getFirst();
      } else {
        return inner;
      }
    }
  }

  private static boolean holdsOne(BlockTree block) {
    return block.getStatements().size() == 1
        && !(block.getStatements().getFirst() instanceof VariableTree);
  }

  /** The parts of a tree in order, null for each that it may have and has not. */
  static List<@Nullable Tree> parts(Tree tree) {
    List<@Nullable Tree> parts = new ArrayList<>();
    tree.accept(
        new TreeScanner<@Nullable Void, @Nullable Void>() {
          @Override
          public @Nullable Void scan(@Nullable Tree part, @Nullable Void unused) {
            parts.add(part);
            return null;
          }
        },
        null);
    return parts;
  }

  @Override
  public @Nullable Void scan(@Nullable Tree tree, @Nullable Void unused) {
    if (tree instanceof ImportTree) {
      return null;
    }
    if (tree == null) {
      out.append('_');
      return null;
    }
    Tree bare = bare(tree);
    out.append('(').append(head(bare));
    super.scan(bare, null);
    out.append(')');
    return null;
  }

  @Override
  public @Nullable Void visitMethod(MethodTree tree, @Nullable Void unused) {
    if (bodies || tree.getBody() == null) {
      return super.visitMethod(tree, null);
    }
    scan(tree.getModifiers(), null);
    scan(tree.getReturnType(), null);
    scan(tree.getTypeParameters(), null);
    scan(tree.getParameters(), null);
    scan(tree.getThrows(), null);
    return null;
  }

  /** What a tree is apart from its parts. */
  static String head(Tree tree) {
    String own =
        switch (tree) {
          case IdentifierTree it -> it.getName().toString();
          case MemberSelectTree it -> it.getIdentifier().toString();
          case MemberReferenceTree it -> it.getName().toString();
          case LiteralTree it -> String.valueOf(it.getValue());
          case VariableTree it -> it.getName().toString();
          case MethodTree it -> it.getName().toString();
          case ClassTree it -> it.getSimpleName().toString();
          case ModifiersTree it -> it.getFlags().toString();
          case PrimitiveTypeTree it -> it.getPrimitiveTypeKind().toString();
          case LabeledStatementTree it -> it.getLabel().toString();
          case BreakTree it -> String.valueOf(it.getLabel());
          case ContinueTree it -> String.valueOf(it.getLabel());
          default -> "";
        };
    return own.isEmpty() ? tree.getKind().name() : tree.getKind() + " " + own;
  }

  /** A source without what lays it out: blanks, comments, parentheses and braces. */
  static String squeezed(String source) {
    StringBuilder out = new StringBuilder();
    boolean gap = false;
    int at = 0;
    while (at < source.length()) {
      char c = source.charAt(at);
      boolean comment = source.startsWith("//", at) || source.startsWith("/*", at);
      if (comment || Character.isWhitespace(c) || "(){}".indexOf(c) >= 0) {
        gap = true;
      } else {
        boolean runsOn =
            gap && !out.isEmpty() && Character.isJavaIdentifierPart(c)
                && Character.isJavaIdentifierPart(out.charAt(out.length() - 1));
        out.append(runsOn ? " " : "");
        gap = false;
      }
      if (c == '"' || c == '\'') {
        int end = quoteEnd(source, at);
        out.append(source, at, end);
        at = end;
      } else if (source.startsWith("//", at)) {
        int end = source.indexOf('\n', at);
        at = end < 0 ? source.length() : end;
      } else if (source.startsWith("/*", at)) {
        int end = source.indexOf("*/", at + 2);
        at = end < 0 ? source.length() : end + 2;
      } else {
        out.append(gap ? "" : String.valueOf(c));
        at++;
      }
    }
    return out.toString();
  }

  private static int quoteEnd(String source, int open) {
    int at = open + 1;
    while (at < source.length() && source.charAt(at) != source.charAt(open)
        && source.charAt(at) != '\n') {
      at += source.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(source.length(), at + 1);
  }
}
