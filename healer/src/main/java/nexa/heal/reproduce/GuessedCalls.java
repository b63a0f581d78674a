package nexa.heal.reproduce;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import nexa.heal.source.Project;

/** Writes calls with guessed values; one guess gives the same call in whatever class it stands. */
final class GuessedCalls {

  private final Symbols symbols;
  private final Hints hints;
  private final int level;
  private final KnownFiles files;
  private final Map<String, Makers> makers = new HashMap<>();

  GuessedCalls(Symbols symbols, Hints hints, Project project) {
    this.symbols = symbols;
    this.hints = hints;
    this.level = LanguageLevel.of(project);
    this.files = new KnownFiles(project);
  }

  /**
   * A method of the trace that a test may call.
   *
   * @param frameIndex its frame among the in-app ones
   */
  record Target(int frameIndex, TypeElement type, ExecutableElement method) {

    /** How many values a call takes: the receiver first. */
    int parts() {
      return method.getParameters().size() + 1;
    }

    String name() {
      return type.getSimpleName() + "."
          + (method.getKind() == ElementKind.CONSTRUCTOR ? "constructor" : method.getSimpleName());
    }
  }

  /** A call by the random seeds of its parts. */
  record Guess(Target target, List<Long> seeds) {
    Guess {
      seeds = List.copyOf(seeds);
    }
  }

  /** A call's statements and its expression. */
  record Written(Draft draft, String call) {}

  /** Writes a guess into a class with the given imports. */
  Written write(Guess guess, Imports imports, String packageName) {
    CallContext context =
        new CallContext(
            packageName, level, CallContext.Mode.PLAIN, Map.of(), Set.of(), Set.of(), files);
    ValueWriter values = new ValueWriter(symbols, imports, context);
    ExecutableElement method = guess.target.method;
    StringBuilder arguments = new StringBuilder();
    for (int i = 0; i < method.getParameters().size(); i++) {
      VariableElement parameter = method.getParameters().get(i);
      String value =
          guesses(imports, values, packageName, guess.seeds.get(i + 1))
              .value(parameter.asType(), parameter.getSimpleName().toString(), 0);
      arguments.append(i == 0 ? "" : ", ").append(value);
    }
    TypeElement type = guess.target.type;
    String on =
        method.getKind() == ElementKind.CONSTRUCTOR
            ? "new " + imports.name(type)
            : receiver(guess, imports, values, packageName) + "." + method.getSimpleName();
    return new Written(values.draft(), on + "(" + arguments + ")");
  }

  private String receiver(
      Guess guess, Imports imports, ValueWriter values, String packageName) {
    TypeElement type = guess.target.type;
    if (guess.target.method.getModifiers().contains(Modifier.STATIC)) {
      return imports.name(type);
    }
    String expression =
        guesses(imports, values, packageName, guess.seeds.get(0)).objects().object(type, 0);
    return values.draft().names.contains(expression)
        ? expression
        : values.declare(
            imports.name(type), ValueWriter.decapitalised(type.getSimpleName().toString()),
            expression, 0);
  }

  private Guesses guesses(Imports imports, ValueWriter values, String packageName, long seed) {
    return new Guesses(
        symbols, imports, values,
        makers.computeIfAbsent(packageName, name -> new Makers(symbols, name)), hints, packageName,
        new SplittableRandom(seed));
  }
}
