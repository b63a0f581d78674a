package nexa.heal.reproduce;

import com.sun.source.tree.ClassTree;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/** What a project offers to make its own objects with: constructors, factories and constants. */
final class Makers {

  private static final int MAKERS_MAX = 24;
  private static final Set<String> ASKING =
      Set.of("equals", "hashCode", "toString", "clone", "finalize", "compareTo", "wait", "notify",
          "notifyAll", "main");

  private final Symbols symbols;
  private final String packageName;
  private final List<TypeElement> all;
  private final Map<TypeElement, List<Element>> known = new HashMap<>();

  /**
   * @param packageName the package that they are called from
   */
  Makers(Symbols symbols, String packageName) {
    this.symbols = symbols;
    this.packageName = packageName;
    this.all = classes(symbols);
  }

  private static List<TypeElement> classes(Symbols symbols) {
    List<TypeElement> classes = new ArrayList<>();
    for (String file : symbols.model().files()) {
      new TreePathScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
          if (symbols.model().trees().getElement(getCurrentPath()) instanceof TypeElement type) {
            classes.add(type);
          }
          return super.visitClass(tree, unused);
        }
      }.scan(symbols.model().unit(file), null);
    }
    return classes;
  }

  /** The constructors, factory methods and constants that give an object of a type, simplest first. */
  List<Element> of(TypeElement type) {
    return known.computeIfAbsent(type, this::find);
  }

  private List<Element> find(TypeElement type) {
    TypeMirror wanted = symbols.model().types().erasure(type.asType());
    List<Element> makers = new ArrayList<>();
    for (TypeElement each : all) {
      if (!symbols.isNameable(each, packageName)) {
        continue;
      }
      boolean same = each.equals(type);
      boolean fits = symbols.model().types().isSubtype(
          symbols.model().types().erasure(each.asType()), wanted);
      boolean near = same || fits || symbols.outer(each).filter(type::equals).isPresent();
      if (fits && !each.getModifiers().contains(Modifier.ABSTRACT) && each.getKind().isClass()
          && each.getKind() != ElementKind.ENUM && !symbols.isInner(each)) {
        ElementFilter.constructorsIn(each.getEnclosedElements()).stream()
            .filter(this::isOpen).forEach(makers::add);
      }
      if (near) {
        statics(each, wanted, makers);
      }
    }
    return makers.stream().sorted(Comparator.comparingInt(maker -> cost(maker, type)))
        .limit(MAKERS_MAX).toList();
  }

  private void statics(TypeElement owner, TypeMirror wanted, List<Element> makers) {
    for (Element member : owner.getEnclosedElements()) {
      if (!member.getModifiers().contains(Modifier.STATIC) || !isOpen(member)) {
        continue;
      }
      TypeMirror gives =
          switch (member) {
            case VariableElement field when field.getModifiers().contains(Modifier.FINAL) ->
                field.asType();
            case ExecutableElement method when method.getKind() == ElementKind.METHOD ->
                method.getReturnType();
            default -> null;
          };
      if (gives != null && !gives.getKind().isPrimitive()
          && symbols.model().types().isSubtype(symbols.model().types().erasure(gives), wanted)) {
        makers.add(member);
      }
    }
  }

  /** Few parameters are better than many, and the type's own makers than a subtype's. */
  private static int cost(Element maker, TypeElement type) {
    int parameters =
        maker instanceof ExecutableElement method ? method.getParameters().size() : 0;
    return parameters * 2 + (type.equals(maker.getEnclosingElement()) ? 0 : 3);
  }

  /** The methods that may change an object of a type. */
  List<ExecutableElement> changers(TypeElement type) {
    return symbols.methods(type).stream()
        .filter(method -> !method.getModifiers().contains(Modifier.STATIC))
        .filter(this::isOpen)
        .filter(method -> !ASKING.contains(method.getSimpleName().toString()))
        .filter(method -> !isAsking(method))
        .toList();
  }

  private static boolean isAsking(ExecutableElement method) {
    String name = method.getSimpleName().toString();
    return method.getParameters().isEmpty() && (name.startsWith("get") || name.startsWith("is"));
  }

  private boolean isOpen(Element member) {
    return symbols.isAccessible(member, packageName);
  }
}
