package nexa.heal.source;

import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** The exceptions that a method says it throws for what it cannot take. */
public final class PromisedExceptions {

  private static final int DOCUMENTATION_CHARS_MAX = 8000;

  private PromisedExceptions() {}

  /**
   * Those of the {@code throws} clause, then those of the Javadoc.
   *
   * @param method the declaration of {@code element}
   */
  public static List<TypeElement> of(
      JavaModel model, TreePath method, ExecutableElement element) {
    List<TypeElement> types = new ArrayList<>();
    for (TypeMirror thrown : element.getThrownTypes()) {
      if (model.types().asElement(thrown) instanceof TypeElement type) {
        types.add(type);
      }
    }
    documentation(model, method).lines()
        .map(String::strip)
        .filter(line -> line.startsWith("@throws ") || line.startsWith("@exception "))
        .map(line -> line.substring(line.indexOf(' ') + 1).strip().split("[ ({\\t]", 2)[0])
        .map(name -> resolved(model, method, element, name))
        .filter(type -> type != null && !types.contains(type))
        .forEach(types::add);
    return List.copyOf(types);
  }

  /** The method's Javadoc within bounds, empty when it has none. */
  public static String documentation(JavaModel model, TreePath method) {
    String text = model.trees().getDocComment(method);
    if (text == null) {
      return "";
    }
    return text.length() <= DOCUMENTATION_CHARS_MAX ? text
        : text.substring(0, DOCUMENTATION_CHARS_MAX);
  }

  /** By the name as the file may write it. */
  private static @Nullable TypeElement resolved(
      JavaModel model, TreePath method, ExecutableElement element, String name) {
    if (name.contains(".")) {
      return model.type(name);
    }
    List<String> packages = new ArrayList<>();
    packages.add(model.elements().getPackageOf(element).getQualifiedName().toString());
    method.getCompilationUnit().getImports().forEach(it -> {
      String imported = it.getQualifiedIdentifier().toString();
      if (imported.endsWith("." + name) || imported.endsWith(".*")) {
        packages.add(imported.substring(0, imported.lastIndexOf('.')));
      }
    });
    packages.add("java.lang");
    return packages.stream()
        .map(it -> model.type(it.isEmpty() ? name : it + "." + name))
        .filter(it -> it != null)
        .findFirst()
        .orElse(null);
  }
}
