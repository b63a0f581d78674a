package nexa.heal.reproduce;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.lang.model.element.TypeElement;

/** The imports of a test, and the shortest unambiguous name of each type in it. */
final class Imports {

  private final Symbols symbols;
  private final String packageName;
  private final Map<String, String> qualifiedBySimple = new TreeMap<>();
  private final SortedSet<String> types = new TreeSet<>();
  private final SortedSet<String> members = new TreeSet<>();

  Imports(Symbols symbols, String packageName, String testClass) {
    this.symbols = symbols;
    this.packageName = packageName;
    qualifiedBySimple.put(testClass, symbols.qualified(packageName, testClass));
  }

  /** The name of a class known to the compiler. */
  String name(TypeElement type) {
    TypeElement top = type;
    for (Optional<TypeElement> outer = symbols.outer(top); outer.isPresent();
        outer = symbols.outer(top)) {
      top = outer.get();
    }
    String qualified = top.getQualifiedName().toString();
    return name(qualified) + type.getQualifiedName().toString().substring(qualified.length());
  }

  /** The name of a top-level class. */
  String name(String qualified) {
    int dot = qualified.lastIndexOf('.');
    String simple = qualified.substring(dot + 1);
    String of = dot < 0 ? "" : qualified.substring(0, dot);
    String known = qualifiedBySimple.get(simple);
    if (known != null) {
      return known.equals(qualified) ? simple : qualified;
    }
    boolean implied = of.equals(packageName) || of.equals("java.lang");
    if (!of.equals(packageName) && isTaken(simple, of)) {
      return qualified;
    }
    qualifiedBySimple.put(simple, qualified);
    if (!implied) {
      types.add(qualified);
    }
    return simple;
  }

  /** Imports a static method and gives its simple name. */
  String member(String owner, String method) {
    members.add(owner + "." + method);
    return method;
  }

  SortedSet<String> types() {
    return types;
  }

  SortedSet<String> members() {
    return members;
  }

  private boolean isTaken(String simple, String of) {
    return symbols.type(symbols.qualified(packageName, simple)).isPresent()
        || (!of.equals("java.lang") && symbols.type("java.lang." + simple).isPresent());
  }
}
