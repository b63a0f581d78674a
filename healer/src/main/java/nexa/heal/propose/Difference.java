package nexa.heal.propose;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where two versions of a method differ, if they do in one place: either statements that are new, or
 * one tree that became another, with the trees around it up to the method.
 *
 * @param pairs a tree before and after, the smallest first; each holds the whole difference
 * @param added the statements that are new; empty when the smallest pair is all
 * @param next the old statement that the new ones stand before; null when they end a block
 */
record Difference(List<Pair> pairs, List<TreePath> added, @Nullable TreePath next) {

  private static final int ADDED_MAX = 3;
  private static final Tree ABSENT = new Absent();

  /** A tree of the old version and what became of it. */
  record Pair(TreePath before, TreePath after) {}

  Difference {
    pairs = List.copyOf(pairs);
    added = List.copyOf(added);
  }

  static Difference between(TreePath before, TreePath after) {
    List<Pair> outward = new ArrayList<>();
    TreePath old = bare(before);
    TreePath now = bare(after);
    while (true) {
      outward.addFirst(new Pair(old, now));
      List<TreePath> oldParts = parts(old, now);
      List<TreePath> newParts = parts(now, old);
      boolean blocks = isBlock(old) || isBlock(now);
      if (!blocks && !Syntax.head(old.getLeaf()).equals(Syntax.head(now.getLeaf()))) {
        return new Difference(outward, List.of(), null);
      }
      int head = 0;
      int shorter = Math.min(oldParts.size(), newParts.size());
      while (head < shorter && same(oldParts.get(head), newParts.get(head))) {
        head++;
      }
      int tail = 0;
      while (tail < shorter - head
          && same(oldParts.get(oldParts.size() - 1 - tail),
              newParts.get(newParts.size() - 1 - tail))) {
        tail++;
      }
      int oldLeft = oldParts.size() - head - tail;
      int newLeft = newParts.size() - head - tail;
      if (blocks && oldLeft == 0 && newLeft > 0) {
        TreePath next = head < oldParts.size() ? oldParts.get(head) : null;
        return new Difference(outward, newParts.subList(head, head + newLeft), next);
      }
      boolean one =
          oldLeft == 1 && newLeft == 1
              && oldParts.get(head).getLeaf() != old.getLeaf()
              && newParts.get(head).getLeaf() != now.getLeaf()
              && oldParts.get(head).getLeaf() != ABSENT
              && newParts.get(head).getLeaf() != ABSENT;
      if (!one) {
        return new Difference(outward, List.of(), null);
      }
      old = bare(oldParts.get(head));
      now = bare(newParts.get(head));
    }
  }

  /** Whether it is one place that a single splice may change. */
  boolean isOnePlace() {
    if (!added.isEmpty()) {
      return next != null && added.size() <= ADDED_MAX;
    }
    Pair smallest = pairs.getFirst();
    boolean manyStatements = isBlock(smallest.before()) && isBlock(smallest.after());
    return !(smallest.before().getLeaf() instanceof MethodTree) && !manyStatements;
  }

  /** A tree's parts; a statement beside a block is taken for a block of one. */
  private static List<TreePath> parts(TreePath path, TreePath other) {
    List<TreePath> parts = new ArrayList<>();
    if (path.getLeaf() instanceof BlockTree block) {
      block.getStatements().forEach(it -> parts.add(new TreePath(path, it)));
    } else if (isBlock(other) && path.getLeaf() instanceof StatementTree) {
      parts.add(path);
    } else {
      // A part that is absent still has its place.
      Syntax.parts(path.getLeaf())
          .forEach(it -> parts.add(new TreePath(path, it == null ? ABSENT : it)));
    }
    return parts;
  }

  private static boolean isBlock(TreePath path) {
    return path.getLeaf() instanceof BlockTree;
  }

  private static boolean same(TreePath a, TreePath b) {
    return Objects.equals(text(a), text(b));
  }

  private static String text(TreePath path) {
    return path.getLeaf() == ABSENT ? "" : Syntax.of(path.getLeaf());
  }

  /** Without the parentheses and single braces around it, whose paths stay whole. */
  static TreePath bare(TreePath path) {
    TreePath inner = path;
    Tree wanted = Syntax.bare(path.getLeaf());
    while (inner.getLeaf() != wanted) {
      List<@Nullable Tree> parts = Syntax.parts(inner.getLeaf());
      Tree part = parts.getFirst();
      if (part == null) {
        return inner;
      }
      inner = new TreePath(inner, part);
    }
    return inner;
  }

  /** Stands for a part that a tree lacks. */
  private static final class Absent implements com.sun.source.tree.EmptyStatementTree {
    @Override
    public Kind getKind() {
      return Kind.OTHER;
    }

    @Override
    public <R, D> R accept(com.sun.source.tree.TreeVisitor<R, D> visitor, D data) {
      return visitor.visitOther(this, data);
    }
  }
}
