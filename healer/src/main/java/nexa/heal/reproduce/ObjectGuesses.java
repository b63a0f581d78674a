package nexa.heal.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/** Makes objects of the project by chance: a constructor or factory, then a few calls on it. */
final class ObjectGuesses {

  private static final int CHANGES_MAX = 3;
  private static final int SIMPLE_MAKERS = 3;

  private final Symbols symbols;
  private final Imports imports;
  private final ValueWriter values;
  private final Makers makers;
  private final String packageName;
  private final Guesses guesses;
  private final RandomGenerator random;

  ObjectGuesses(Symbols symbols, Imports imports, ValueWriter values, Makers makers,
      String packageName, Guesses guesses, RandomGenerator random) {
    this.symbols = symbols;
    this.imports = imports;
    this.values = values;
    this.makers = makers;
    this.packageName = packageName;
    this.guesses = guesses;
    this.random = random;
  }

  /** An expression for an object of a class; null, cast to it, when there is no way to make one. */
  String object(TypeElement type, int depth) {
    List<Element> ways = makers.of(type);
    if (ways.isEmpty() || !symbols.isNameable(type, packageName)) {
      return "(" + guesses.text(type.asType()) + ") null";
    }
    boolean simple = random.nextInt(3) > 0 || depth > 1;
    Element maker = guesses.oneOf(simple ? ways.subList(0, Math.min(SIMPLE_MAKERS, ways.size()))
        : ways);
    String expression = made(maker, depth);
    List<ExecutableElement> changers = depth > 1 ? List.of() : makers.changers(type);
    if (changers.isEmpty() || random.nextInt(10) < 4) {
      return expression;
    }
    String local =
        values.declare(guesses.text(type.asType()),
            ValueWriter.decapitalised(type.getSimpleName().toString()), expression, 0);
    for (int i = random.nextInt(CHANGES_MAX) + 1; i > 0; i--) {
      ExecutableElement changer = guesses.oneOf(changers);
      values.draft().throwing |= symbols.throwsChecked(changer);
      values.draft().statements.add(
          local + "." + changer.getSimpleName() + "(" + arguments(changer, depth) + ");");
    }
    return local;
  }

  private String made(Element maker, int depth) {
    TypeElement owner = symbols.owner(maker);
    String name = imports.name(owner);
    if (!(maker instanceof ExecutableElement method)) {
      return name + "." + maker.getSimpleName();
    }
    values.draft().throwing |= symbols.throwsChecked(method);
    return (maker.getKind() == ElementKind.CONSTRUCTOR ? "new " + name
        : name + "." + method.getSimpleName()) + "(" + arguments(method, depth) + ")";
  }

  /** The arguments of a call. */
  String arguments(ExecutableElement method, int depth) {
    List<String> arguments = new ArrayList<>();
    for (VariableElement parameter : method.getParameters()) {
      arguments.add(
          guesses.value(parameter.asType(), parameter.getSimpleName().toString(), depth + 1));
    }
    return String.join(", ", arguments);
  }
}
