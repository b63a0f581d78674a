package nexa.heal.propose;

import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import java.util.Optional;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import nexa.heal.source.JavaModel;

/** What a method says it throws, in its {@code throws} clause or its Javadoc. */
final class Contract {

  private Contract() {}

  /** The first exception named there that is made from a message; never the one that was thrown. */
  static Optional<String> exceptionFor(Site site) {
    TreePath callable = site.callable();
    if (callable == null || !(callable.getLeaf() instanceof MethodTree)) {
      return Optional.empty();
    }
    JavaModel model = site.model();
    if (model.trees().getElement(callable) instanceof ExecutableElement element) {
      for (var thrown : element.getThrownTypes()) {
        if (model.types().asElement(thrown) instanceof TypeElement type
            && isMadeFromMessage(type)) {
          return Optional.of(type.getQualifiedName().toString());
        }
      }
    }
    String documentation = model.trees().getDocComment(callable);
    return documentation == null
        ? Optional.empty()
        : documentation.lines()
            .map(String::strip)
            .filter(line -> line.startsWith("@throws ") || line.startsWith("@exception "))
            .map(line -> line.substring(line.indexOf(' ') + 1).strip().split("[ ({]", 2)[0])
            .filter(name -> !site.crash().type().endsWith("." + name)
                && !site.crash().type().equals(name))
            .map(name -> model.type(name.contains(".") ? name : "java.lang." + name))
            .filter(type -> type != null && isMadeFromMessage(type))
            .map(type -> type.getQualifiedName().toString())
            .findFirst();
  }

  private static boolean isMadeFromMessage(TypeElement type) {
    return !type.getModifiers().contains(Modifier.ABSTRACT)
        && type.getEnclosedElements().stream()
            .filter(member -> member.getKind() == ElementKind.CONSTRUCTOR)
            .map(ExecutableElement.class::cast)
            .anyMatch(it -> it.getParameters().size() == 1
                && it.getModifiers().contains(Modifier.PUBLIC)
                && it.getParameters().getFirst().asType().toString().equals("java.lang.String"));
  }
}
