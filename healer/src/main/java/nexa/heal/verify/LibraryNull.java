package nexa.heal.verify;

import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Steps that are about one value alone, which a getter of the JDK gives as null where its documentation says
 * that there is none: without it there is nothing to do.
 */
final class LibraryNull {

  /** Getters whose null is an everyday answer; not those whose null tells of a failure, as {@code listFiles}. */
  private static final Set<String> GETTERS =
      Set.of("getParent", "getParentFile", "getFileName", "getPackage", "getClassLoader",
          "getContextClassLoader", "getCause", "getSuperclass", "getEnclosingClass",
          "getDeclaringClass", "getComponentType", "getCanonicalName", "getSecurityManager",
          "getErrorStream", "getThreadGroup", "getAnnotation", "getContentEncoding");

  private LibraryNull() {}

  /** Why a step may be left out, empty when it is about more than such a value. */
  static Optional<String> of(Silencing silencing) {
    String bare = Silencing.bare(silencing.skipped().condition());
    int end = bare.indexOf(" != null");
    if (end < 0 || end + " != null".length() != bare.length()) {
      return Optional.empty();
    }
    String value = bare.substring(0, end);
    boolean isAlone =
        silencing.skipped().statements().stream()
            .allMatch(statement -> statement.startsWith(value + "."));
    String getter = value.endsWith("()") ? getter(value) : madeBy(silencing, value);
    return isAlone && GETTERS.contains(getter)
        ? Optional
            .of("where " + getter + " gives null there is none, and the step is about it alone")
        : Optional.empty();
  }

  private static String getter(String call) {
    return call.substring(call.lastIndexOf('.') + 1, call.length() - "()".length());
  }

  /** The method whose result a variable is made with, empty when it is made otherwise. */
  private static String madeBy(Silencing silencing, String variable) {
    String[] name = {""};
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree node, @Nullable Void unused) {
        if (node.getName().contentEquals(variable)
            && node.getInitializer() instanceof MethodInvocationTree call) {
          name[0] = Silencing.simpleName(call);
        }
        return super.visitVariable(node, unused);
      }
    }.scan(silencing.method().getLeaf(), null);
    return name[0];
  }
}
