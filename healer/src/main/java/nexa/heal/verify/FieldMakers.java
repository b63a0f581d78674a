package nexa.heal.verify;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.util.HashSet;
import java.util.Set;
import nexa.heal.source.ParsedSource;
import nexa.patch.Edit;
import nexa.patch.Patch;
import org.jspecify.annotations.Nullable;

/**
 * Methods that give a field its value when asked to, and constructors that do where others forget it; a
 * made-up value in its place is no fix.
 */
final class FieldMakers {

  private static final Set<Tree.Kind> MAKING = Set.of(Tree.Kind.NEW_CLASS, Tree.Kind.NEW_ARRAY);

  private FieldMakers() {}

  /** Whether a silencing goes by a field that is null, and another method of the class makes that field. */
  static boolean makes(Silencing silencing) {
    return silencing.condition().contains("null")
        && silencing.method().getParentPath().getLeaf() instanceof ClassTree type
        && made(type).stream().anyMatch(field -> isAsked(silencing.condition(), field));
  }

  /**
   * Whether a patch makes a field in one method where it is null, and the class speaks against it: a constructor
   * makes the field too and other methods go by it without asking, or nothing in the class ever makes it
   * and it is asked for null elsewhere, so that null is one of its states.
   */
  static boolean speakAgainst(ParsedTree parsed, Patch patch) {
    Edit edit = patch.edits().getFirst();
    String field = lazilyMade(edit.replacement());
    ParsedSource source = parsed.of(edit.file());
    TreePath method = source.methodAt(edit.start()).orElse(null);
    return !field.isEmpty()
        && method != null
        && method.getParentPath().getLeaf() instanceof ClassTree type
        && (made(type).contains(field)
            ? type.getMembers().stream()
                .filter(it -> isMethod(it) && it != method.getLeaf())
                .map(source::plain)
                .anyMatch(other -> Documentation.says(other, field) && !isAskedIn(other, field))
            : !source.plain(type).contains(field + " = new ")
                && isAskedIn(source.plain(type), field));
  }

  /** Whether a patch newly goes by where a field is null that the class makes on demand: it was wanted then. */
  static boolean goesByWhatIsMadeOnDemand(ParsedTree parsed, Patch patch) {
    Edit edit = patch.edits().getFirst();
    ParsedSource source = parsed.of(edit.file());
    String old = parsed.tree().text(edit.file()).substring(edit.start(), edit.end());
    return source
        .methodAt(edit.start())
        .map(method -> method.getParentPath().getLeaf())
        .filter(ClassTree.class::isInstance)
        .map(ClassTree.class::cast)
        .filter(
            type -> made(type).stream()
                .anyMatch(
                    field -> goesBy(edit.replacement(), field)
                        && !goesBy(old, field)
                        && source.plain(type).contains("if (" + field + " == null")))
        .isPresent();
  }

  private static boolean goesBy(String code, String field) {
    return Documentation.says(code, field) && code.contains(field + " != null");
  }

  private static boolean isMethod(Tree member) {
    return member instanceof MethodTree it && it.getReturnType() != null;
  }

  private static boolean isAskedIn(String code, String field) {
    return code.contains(field + " == null") || code.contains(field + " != null");
  }

  /** {@code f} of {@code if (f == null) { f = new …}}, else empty. */
  private static String lazilyMade(String replacement) {
    String text = replacement.replace("this.", "").strip();
    int asked = text.indexOf(" == null");
    String field = text.startsWith("if (") && asked > 4 ? text.substring(4, asked) : "";
    return text.contains(field + " = new ") ? field : "";
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
            if (MAKING.contains(node.getExpression().getKind())) {
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
