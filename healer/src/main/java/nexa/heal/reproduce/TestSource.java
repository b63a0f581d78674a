package nexa.heal.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import nexa.event.Frame;
import nexa.heal.source.Project;
import nexa.issue.Diagnosis;

/** The text of tests around statements and a call, in the project's own style. */
final class TestSource {

  /** How the methods of guessed calls are named, before their number. */
  static final String TRY = "testTry";

  private static final int NAMES_MAX = 100;

  private final Diagnosis diagnosis;
  private final Project project;
  private final TestStyle style;
  private final Symbols symbols;
  private final String comment;

  /**
   * @param comment what the tests do, with a place for the issue's id
   */
  TestSource(
      Diagnosis diagnosis, Project project, TestStyle style, Symbols symbols, String comment) {
    this.diagnosis = diagnosis;
    this.project = project;
    this.style = style;
    this.symbols = symbols;
    this.comment = comment;
  }

  /** A whole test class of one call. */
  CallTest test(
      int frameIndex, TypeElement type, ExecutableElement method, Imports imports, Draft draft,
      String packageName, String className, String call) {
    String name =
        method.getKind() == ElementKind.CONSTRUCTOR
            ? "constructor" : method.getSimpleName().toString();
    String testName = testName(name);
    draft.fixtures.forEach(fixture -> fixture.imports().forEach(imports::name));
    List<TypeElement> promised = new PromisedEnds(symbols.model(), diagnosis).of(method);
    boolean inLambda = style.junit() == TestStyle.JUnit.JUPITER && promised.isEmpty();
    boolean reflective = draft.fixtures.contains(Fixture.CALL) && !inLambda;
    boolean throwing = draft.throwing || (!inLambda && symbols.throwsChecked(method));
    String thrown = reflective ? " throws Throwable" : throwing ? " throws Exception" : "";
    if (!draft.statements.isEmpty()) {
      draft.statements.add("");
    }
    draft.statements.addAll(
        promised.isEmpty()
            ? List.of(asserted(imports, call)) : unlessPromised(imports, call, promised));
    String body = method(imports, testName + "()" + thrown, draft.statements);
    StringBuilder out = new StringBuilder(head(packageName, className, imports)).append(body);
    draft.fixtures.forEach(fixture -> out.append('\n').append(fixture.source(style.unit())));
    return new CallTest(
        file(packageName, className),
        out.append("}\n").toString(),
        symbols.qualified(packageName, className) + "#" + testName,
        frameIndex,
        type.getSimpleName() + "." + name,
        draft.substituted);
  }

  /** The method of one guessed call among many. */
  String tryMethod(Imports imports, int number, Draft draft, String call) {
    List<String> statements = new ArrayList<>(draft.statements);
    statements.add(call + ";");
    return method(imports, TRY + number + "() throws Throwable", statements) + "\n";
  }

  private String method(Imports imports, String signature, List<String> statements) {
    String unit = style.unit();
    StringBuilder out = new StringBuilder();
    if (style.junit() != TestStyle.JUnit.JUNIT3) {
      out.append(unit).append('@').append(imports.name(testType())).append('\n');
    }
    out.append(unit).append(style.isPublic() ? "public " : "").append("void ").append(signature)
        .append(" {\n");
    for (String statement : statements) {
      out.append(Wrapping.wrap(statement, unit.repeat(2), unit)).append('\n');
    }
    return out.append(unit).append("}\n").toString();
  }

  /** A file up to its first member; to be asked for when all imports are known. */
  String head(String packageName, String className, Imports imports) {
    boolean junit3 = style.junit() == TestStyle.JUnit.JUNIT3;
    String extended = junit3 ? " extends " + imports.name(testType()) : "";
    StringBuilder out = new StringBuilder();
    if (!packageName.isEmpty()) {
      out.append("package ").append(packageName).append(";\n\n");
    }
    imports.members().forEach(name -> out.append("import static ").append(name).append(";\n"));
    out.append(imports.members().isEmpty() ? "" : "\n");
    imports.types().forEach(name -> out.append("import ").append(name).append(";\n"));
    out.append("\n/** ").append(comment.formatted(plain(diagnosis.issue().id()))).append(" */\n");
    return out.append(style.isPublic() ? "public " : "").append("class ").append(className)
        .append(extended).append(" {\n\n").toString();
  }

  private String testType() {
    return switch (style.junit()) {
      case JUPITER -> "org.junit.jupiter.api.Test";
      case JUNIT4 -> "org.junit.Test";
      case JUNIT3 -> "junit.framework.TestCase";
    };
  }

  /** The call, which may also end with what the method promises for what it cannot take. */
  private List<String> unlessPromised(Imports imports, String call, List<TypeElement> ends) {
    String unit = style.unit();
    List<String> lines = new ArrayList<>();
    lines.add("try {");
    lines.add(unit + call + ";");
    for (TypeElement type : ends) {
      lines.add("} catch (" + imports.name(type) + " promised) {");
      lines.add(unit + "// as documented: this is no crash");
    }
    lines.add("}");
    return lines;
  }

  private String asserted(Imports imports, String call) {
    if (style.junit() != TestStyle.JUnit.JUPITER) {
      return call + ";";
    }
    return style.assertJ()
        ? imports.member("org.assertj.core.api.Assertions", "assertThatCode")
            + "(() -> " + call + ").doesNotThrowAnyException();"
        : imports.member("org.junit.jupiter.api.Assertions", "assertDoesNotThrow")
            + "(() -> " + call + ");";
  }

  private String testName(String called) {
    String simple = plain(diagnosis.issue().stackTrace().root().simpleType());
    String name = called + "_survives" + (simple.isEmpty() ? "Crash" : simple);
    return style.junit() == TestStyle.JUnit.JUNIT3 ? "test" + upper(name) : name;
  }

  /**
   * A name after the place that crashed, not after the call that is repeated: many crashes are met by
   * one outer call, and the tests of two fixes must not be one file. Empty when all are taken.
   */
  Optional<String> freeName(String packageName) {
    Frame place = diagnosis.issue().topFrame();
    String subject =
        letters(place.topLevelClassName().substring(place.packageName().length()))
            + upper(method(place));
    List<String> names = new ArrayList<>(List.of(subject + "CrashTest"));
    for (int i = 2; i < NAMES_MAX; i++) {
      names.add(subject + "Crash" + i + "Test");
    }
    return names.stream()
        .filter(name -> !project.tree().files().containsKey(file(packageName, name)))
        .filter(name -> symbols.type(symbols.qualified(packageName, name)).isEmpty())
        .findFirst();
  }

  /** Where a test class of a package stands. */
  String file(String packageName, String className) {
    String folder = packageName.isEmpty() ? "" : packageName.replace('.', '/') + "/";
    return project.testRoots().get(0) + "/" + folder + className + ".java";
  }

  /** The method a person would name: a lambda's is the one it stands in. */
  private static String method(Frame frame) {
    String[] parts = frame.method().split("\\$", -1);
    String method = parts[0].equals("lambda") && parts.length > 1 ? parts[1] : frame.method();
    return method.contains("<") || method.equals("new") || method.equals("static") ? "constructor"
        : letters(method);
  }

  private static String letters(String text) {
    return plain(text).replace("-", "");
  }

  /** Text from outside, reduced to what can stand in a name or comment. */
  private static String plain(String text) {
    return text.codePoints()
        .filter(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '-'))
        .limit(NAMES_MAX)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String upper(String name) {
    return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
