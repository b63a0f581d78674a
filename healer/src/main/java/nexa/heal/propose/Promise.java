package nexa.heal.propose;

import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import nexa.heal.source.JavaModel;
import nexa.heal.source.PromisedExceptions;
import org.jspecify.annotations.Nullable;

/** What a method says it does when it cannot do what it is for: which exceptions it throws, what it gives back. */
final class Promise {

  private final JavaModel model;
  private final TreePath method;
  private final ExecutableElement element;

  private Promise(JavaModel model, TreePath method, ExecutableElement element) {
    this.model = model;
    this.method = method;
    this.element = element;
  }

  /** The promise of the method around a site; null where there is no method. */
  static @Nullable Promise of(Site site) {
    TreePath callable = site.callable();
    return callable != null
        && callable.getLeaf() instanceof MethodTree
        && site.model().trees().getElement(callable) instanceof ExecutableElement element
            ? new Promise(site.model(), callable, element)
            : null;
  }

  /** The exceptions of the {@code throws} clause, then those of the Javadoc, that can be made from a message. */
  List<TypeElement> exceptions() {
    return PromisedExceptions.of(model, method, element).stream()
        .filter(type -> !arguments(type).isEmpty())
        .toList();
  }

  /** How an exception is made from the one caught, as the arguments of its constructor; empty when it cannot be. */
  Optional<String> arguments(TypeElement type) {
    if (type.getModifiers().contains(Modifier.ABSTRACT)) {
      return Optional.empty();
    }
    List<String> constructors = new ArrayList<>();
    for (Element member : type.getEnclosedElements()) {
      if (member.getKind() == ElementKind.CONSTRUCTOR
          && !member.getModifiers().contains(Modifier.PRIVATE)
          && member instanceof ExecutableElement it) {
        constructors.add(it.getParameters().stream()
            .map(parameter -> model.types().erasure(parameter.asType()).toString())
            .reduce("", (a, b) -> a + "," + b));
      }
    }
    return constructors.contains(",java.lang.String,java.lang.Throwable")
        || constructors.contains(",java.lang.String,java.lang.Exception")
            ? Optional.of("${caught}.getMessage(), ${caught}")
            : constructors.contains(",java.lang.Throwable")
                || constructors.contains(",java.lang.Exception")
                    ? Optional.of("${caught}")
                    : constructors.contains(",java.lang.String")
                        ? Optional.of("${caught}.getMessage()")
                        : Optional.empty();
  }

  /** What the Javadoc says is returned in the exceptional case, as source; empty when it says nothing. */
  Optional<String> defaultValue() {
    String text =
        String.join(" ", documentation().lines().map(String::strip).toList())
            .toLowerCase(Locale.ROOT)
            .replace("{@code ", "").replace("{@link #", "").replace("<code>", "")
            .replace("</code>", "").replace("}", "");
    return Stream.concat(constants(), candidates(element.getReturnType()).stream())
        .filter(value -> says(text, value))
        .findFirst();
  }

  /** The constants of the method's class that it can give back. */
  private Stream<String> constants() {
    return element.getEnclosingElement() instanceof TypeElement type
        ? type.getEnclosedElements().stream()
            .filter(it -> it.getKind().isField()
                && it.getModifiers().contains(Modifier.FINAL)
                && it.getModifiers().contains(Modifier.STATIC)
                && model.types().isSubtype(it.asType(), element.getReturnType()))
            .map(it -> it.getSimpleName().toString())
        : Stream.empty();
  }

  /** {@code null if}, {@code -1 when}, {@code false otherwise}, in a sentence on what is returned. */
  private static boolean says(String text, String value) {
    String spoken = value.equals("\"\"") ? "empty string" : value.toLowerCase(Locale.ROOT);
    for (String word : List.of("if", "when", "for", "in case", "on", "otherwise", "unless")) {
      int at = text.indexOf(" " + spoken + " " + word + " ");
      if (at < 0) {
        at = text.indexOf(" " + spoken + ", " + word + " ");
      }
      if (at < 0 && word.equals("otherwise")) {
        at = text.indexOf(" " + spoken + " " + word);
      }
      if (at >= 0) {
        String before = text.substring(Math.max(0, at - 80), at);
        return before.contains("return") || before.endsWith(" or") || before.endsWith(" or an")
            || before.endsWith(";") || before.endsWith(",");
      }
    }
    return false;
  }

  private static List<String> candidates(TypeMirror type) {
    return switch (type.getKind()) {
      case BOOLEAN -> List.of("false");
      case INT, LONG, SHORT, BYTE -> List.of("-1", "0");
      case DOUBLE, FLOAT -> List.of("0");
      case DECLARED -> type.toString().equals("java.lang.String") ? List.of("null", "\"\"")
          : List.of("null");
      case ARRAY, TYPEVAR -> List.of("null");
      default -> List.of();
    };
  }

  private String documentation() {
    return PromisedExceptions.documentation(model, method);
  }
}
