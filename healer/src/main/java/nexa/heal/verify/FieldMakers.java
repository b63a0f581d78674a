package nexa.heal.verify;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Methods that give a field its value when asked to, and constructors that do where others forget it; a
 * made-up value in its place is no fix.
 */
final class FieldMakers {

  private FieldMakers() {}

  /** Whether a silencing goes by a field that is null, and another method of the class makes that field. */
  static boolean makes(Silencing silencing) {
    return silencing.condition().contains("null")
        && silencing.method().getParentPath().getLeaf() instanceof ClassTree type
        && made(type).stream().anyMatch(field -> isAsked(silencing.condition(), field));
  }

  private static boolean isAsked(String condition, String field) {
    String bare = condition.replace("(", "").replace(")", "").replace("this.", "");
    return bare.equals(field + " == null") || bare.equals(field + " != null");
  }

  /** The fields that a constructor, or a method without parameters or result, makes. */
  private static Set<String> made(ClassTree type) {
    Set<String> fields = new HashSet<>();
    for (Tree member : type.getMembers()) {
      if (member instanceof MethodTree method
          && (method.getReturnType() == null
              || method.getParameters().isEmpty()
                  && method.getReturnType().toString().equals("void"))) {
        new TreeScanner<@Nullable Void, @Nullable Void>() {
          @Override
          public @Nullable Void visitAssignment(AssignmentTree node, @Nullable Void unused) {
            if (node.getExpression().getKind() == Tree.Kind.NEW_CLASS) {
              fields.add(node.getVariable().toString().replace("this.", ""));
            }
            return super.visitAssignment(node, unused);
          }
        }.scan(method, null);
      }
    }
    return fields;
  }
}
