package nexa.heal.reproduce;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.Optional;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import nexa.event.Value;
import org.jspecify.annotations.Nullable;

/** Writes values that a static field holds: constants of enums, and well-known objects of a class. */
final class KnownConstants {

  private final Symbols symbols;
  private final Imports imports;
  private final String packageName;

  KnownConstants(Symbols symbols, Imports imports, String packageName) {
    this.symbols = symbols;
    this.imports = imports;
    this.packageName = packageName;
  }

  /** The field by its name, the method that gives it, or the field by reflection. */
  String expression(Value.Scalar constant, Draft draft) throws CannotRebuild {
    TypeElement type =
        symbols
            .type(constant.type())
            .orElseThrow(() -> new CannotRebuild("a value of " + constant.type()));
    VariableElement field =
        ElementFilter.fieldsIn(type.getEnclosedElements()).stream()
            .filter(it -> it.getSimpleName().contentEquals(constant.text()))
            .filter(it -> it.getModifiers().contains(Modifier.STATIC))
            .findFirst()
            .orElseThrow(
                () -> new CannotRebuild(constant.type() + " has no constant of the captured name"));
    boolean nameable = symbols.isNameable(type, packageName);
    if (nameable && symbols.isAccessible(field, packageName)) {
      return imports.name(type) + "." + constant.text();
    }
    Optional<ExecutableElement> giver = nameable ? giver(type, field) : Optional.empty();
    if (giver.isPresent()) {
      return imports.name(type) + "." + giver.get().getSimpleName() + "()";
    }
    if (field.getKind() == ElementKind.ENUM_CONSTANT) {
      throw new CannotRebuild("a value of the private " + constant.type());
    }
    draft.fixtures.add(Fixture.CONSTANT);
    draft.throwing = true;
    String literal =
        nameable
            ? imports.name(type) + ".class"
            : "Class.forName(" + Literals.string(symbols.binaryName(type)) + ")";
    return "constant(" + literal + ", " + Literals.string(constant.text()) + ")";
  }

  /** A static method without parameters that returns the field. */
  private Optional<ExecutableElement> giver(TypeElement type, VariableElement field) {
    return ElementFilter.methodsIn(type.getEnclosedElements()).stream()
        .filter(method -> method.getModifiers().contains(Modifier.STATIC))
        .filter(method -> method.getParameters().isEmpty())
        .filter(method -> symbols.isAccessible(method, packageName))
        .filter(
            method -> symbols.model().types().isSameType(method.getReturnType(), field.asType()))
        .filter(method -> mentions(method, field.getSimpleName().toString()))
        .findFirst();
  }

  private boolean mentions(ExecutableElement method, String name) {
    TreePath path = symbols.model().trees().getPath(method);
    boolean[] found = new boolean[1];
    if (path != null) {
      new TreePathScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void unused) {
          found[0] |= tree.getName().contentEquals(name);
          return null;
        }

        @Override
        public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void unused) {
          found[0] |= tree.getIdentifier().contentEquals(name);
          return super.visitMemberSelect(tree, unused);
        }
      }.scan(path, null);
    }
    return found[0];
  }
}
