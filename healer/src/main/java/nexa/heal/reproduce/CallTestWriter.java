package nexa.heal.reproduce;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import nexa.event.CapturedFrame;
import nexa.event.Frame;
import nexa.event.Value;
import nexa.heal.reproduce.CallContext.Mode;
import nexa.heal.source.Project;
import nexa.issue.Diagnosis;
import nexa.issue.Location;
import org.jspecify.annotations.Nullable;

/** Writes a captured call as a test in the project's own style. */
final class CallTestWriter {

  private static final int NAMES_MAX = 100;

  private final Diagnosis diagnosis;
  private final Project project;
  private final TestStyle style;
  private final Symbols symbols;
  private final ObjectGraph graph;

  CallTestWriter(
      Diagnosis diagnosis, Project project, TestStyle style, Symbols symbols, ObjectGraph graph) {
    this.diagnosis = diagnosis;
    this.project = project;
    this.style = style;
    this.symbols = symbols;
    this.graph = graph;
  }

  /**
   * Writes the test of one frame.
   *
   * @throws CannotRebuild when the call has no form in source; the message says why
   */
  CallTest write(int frameIndex, CapturedFrame frame, Mode mode) throws CannotRebuild {
    TypeElement type =
        symbols
            .type(frame.className())
            .filter(symbols::isOurs)
            .orElseThrow(() -> new CannotRebuild(frame.className() + " is a class without a name"));
    ExecutableElement method = method(type, frame, mode);
    String packageName = symbols.packageOf(type);
    CallContext context =
        new CallContext(
            packageName, project.release(), mode, graph.objects(), graph.shared(frame), vital());
    String className = freeName(packageName);
    Imports imports = new Imports(symbols, packageName, className);
    ValueWriter values = new ValueWriter(symbols, imports, context);
    String call = call(values, imports, type, method, frame);
    String testName = name(frame) + "_survives" + exceptionName();
    String source = source(imports, values.draft(), packageName, className, testName, call, method);
    return new CallTest(
        file(packageName, className),
        source,
        symbols.qualified(packageName, className) + "#" + testName,
        frameIndex,
        type.getSimpleName() + "." + name(frame),
        values.draft().substituted);
  }

  private ExecutableElement method(TypeElement type, CapturedFrame frame, Mode mode)
      throws CannotRebuild {
    String what = frame.className() + "." + frame.method();
    ExecutableElement method =
        symbols
            .method(type, frame.method(), frame.descriptor())
            .orElseThrow(() -> new CannotRebuild(what + " is no method of the source"));
    boolean constructor = method.getKind() == ElementKind.CONSTRUCTOR;
    boolean hidden = method.getModifiers().contains(Modifier.PRIVATE);
    if (hidden && (constructor || mode != Mode.FIELDS)) {
      throw new CannotRebuild(what + " is private");
    }
    if (constructor && (symbols.isInner(type) || type.getModifiers().contains(Modifier.ABSTRACT))) {
      throw new CannotRebuild(what + " cannot be called from a test");
    }
    if (!symbols.isNameable(type, symbols.packageOf(type))) {
      throw new CannotRebuild(frame.className() + " is private");
    }
    boolean isMain =
        frame.method().equals("main") && frame.descriptor().equals("([Ljava/lang/String;)V");
    if (isMain || method.getParameters().size() != frame.arguments().size()) {
      throw new CannotRebuild(what + (isMain ? " starts the service" : " was captured in part"));
    }
    return method;
  }

  private String call(
      ValueWriter values,
      Imports imports,
      TypeElement type,
      ExecutableElement method,
      CapturedFrame frame)
      throws CannotRebuild {
    boolean hidden = method.getModifiers().contains(Modifier.PRIVATE);
    String receiver = receiver(values, imports, type, method, frame);
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < frame.arguments().size(); i++) {
      VariableElement parameter = method.getParameters().get(i);
      Value value = frame.arguments().get(i).value();
      TypeMirror expected = parameter.asType();
      String argument = values.named(value, expected, parameter.getSimpleName().toString());
      arguments.add(argument.equals("null") && isOverloaded(type, method)
          ? castNull(values, expected) : argument);
    }
    String all = String.join(", ", arguments);
    if (hidden) {
      return reflective(values, imports, type, method, receiver, all);
    }
    if (method.getKind() == ElementKind.CONSTRUCTOR) {
      return "new " + receiver + (type.getTypeParameters().isEmpty() ? "" : "<>") + "(" + all + ")";
    }
    return receiver + "." + method.getSimpleName() + "(" + all + ")";
  }

  private String receiver(
      ValueWriter values,
      Imports imports,
      TypeElement type,
      ExecutableElement method,
      CapturedFrame frame)
      throws CannotRebuild {
    if (method.getKind() == ElementKind.CONSTRUCTOR
        || method.getModifiers().contains(Modifier.STATIC)) {
      return imports.name(type);
    }
    Value receiver = frame.receiver();
    if (receiver == null || receiver instanceof Value.Null) {
      throw new CannotRebuild(
          "the receiver of " + frame.className() + "." + frame.method() + " was not captured");
    }
    return values.named(
        receiver,
        symbols.model().types().erasure(type.asType()),
        ValueWriter.decapitalised(type.getSimpleName().toString()));
  }

  private static boolean isOverloaded(TypeElement type, ExecutableElement method) {
    return type.getEnclosedElements().stream()
        .filter(ExecutableElement.class::isInstance)
        .map(ExecutableElement.class::cast)
        .filter(it -> it.getSimpleName().equals(method.getSimpleName()))
        .filter(it -> it.getParameters().size() == method.getParameters().size())
        .count() > 1;
  }

  private static String castNull(ValueWriter values, TypeMirror expected) {
    return values.types().of(expected).map(type -> "(" + type + ") null").orElse("null");
  }

  private String reflective(
      ValueWriter values,
      Imports imports,
      TypeElement type,
      ExecutableElement method,
      String receiver,
      String arguments) {
    values.draft().fixtures.add(Fixture.CALL);
    String parameters =
        method.getParameters().stream()
            .map(it -> symbols.model().types().erasure(it.asType()))
            .map(it -> values.types().of(it).orElse("Object") + ".class")
            .collect(Collectors.joining(", "));
    boolean isStatic = method.getModifiers().contains(Modifier.STATIC);
    return "call(%s, %s.class, %s, new Class<?>[] {%s}, new Object[] {%s})"
        .formatted(
            isStatic ? "null" : receiver,
            imports.name(type),
            Literals.string(method.getSimpleName().toString()),
            parameters,
            arguments);
  }

  private String source(
      Imports imports,
      Draft draft,
      String packageName,
      String className,
      String testName,
      String call,
      ExecutableElement method) {
    draft.fixtures.forEach(fixture -> fixture.imports().forEach(imports::name));
    boolean jupiter = style.junit() == TestStyle.JUnit.JUPITER;
    String test = imports.name(jupiter ? "org.junit.jupiter.api.Test" : "org.junit.Test");
    boolean throwing =
        draft.throwing || (!jupiter
            && (symbols.throwsChecked(method) || draft.fixtures.contains(Fixture.CALL)));
    String thrown =
        throwing ? (draft.fixtures.contains(Fixture.CALL) && !jupiter ? " throws Throwable"
            : " throws Exception") : "";
    draft.statements.add("");
    draft.statements.add(asserted(imports, call));
    if (draft.statements.size() == 2) {
      draft.statements.remove(0);
    }
    String unit = style.unit();
    String access = style.isPublic() ? "public " : "";
    StringBuilder out = new StringBuilder();
    if (!packageName.isEmpty()) {
      out.append("package ").append(packageName).append(";\n\n");
    }
    imports.members().forEach(name -> out.append("import static ").append(name).append(";\n"));
    out.append(imports.members().isEmpty() ? "" : "\n");
    imports.types().forEach(name -> out.append("import ").append(name).append(";\n"));
    out.append("\n/** Repeats crash ").append(plain(diagnosis.issue().id()))
        .append(" with the values the service held. */\n");
    out.append(access).append("class ").append(className).append(" {\n\n");
    out.append(unit).append('@').append(test).append('\n');
    out.append(unit).append(access).append("void ").append(testName).append("()").append(thrown)
        .append(" {\n");
    for (String statement : draft.statements) {
      out.append(Wrapping.wrap(statement, unit.repeat(2), unit)).append('\n');
    }
    out.append(unit).append("}\n");
    draft.fixtures.forEach(fixture -> out.append('\n').append(fixture.source(unit)));
    return out.append("}\n").toString();
  }

  private String asserted(Imports imports, String call) {
    if (style.junit() == TestStyle.JUnit.JUNIT4) {
      return call + ";";
    }
    return style.assertJ()
        ? imports.member("org.assertj.core.api.Assertions", "assertThatCode")
            + "(() -> " + call + ").doesNotThrowAnyException();"
        : imports.member("org.junit.jupiter.api.Assertions", "assertDoesNotThrow")
            + "(() -> " + call + ");";
  }

  private static String name(CapturedFrame frame) {
    return frame.method().equals("<init>") ? "constructor" : frame.method();
  }

  private String exceptionName() {
    String simple = plain(diagnosis.issue().stackTrace().root().simpleType());
    return simple.isEmpty() ? "Crash" : simple;
  }

  /** Text from outside, reduced to what can stand in a name or comment. */
  private static String plain(String text) {
    return text.codePoints()
        .filter(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '-'))
        .limit(NAMES_MAX)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /**
   * A name after the place that crashed, not after the call that is repeated: many crashes are met by
   * one outer call, and the tests of two fixes must not be one file.
   */
  private String freeName(String packageName) throws CannotRebuild {
    Frame place = diagnosis.issue().topFrame();
    String subject = letters(place.topLevelClassName().substring(place.packageName().length()))
        + upper(method(place));
    List<String> names = new ArrayList<>(List.of(subject + "CrashTest"));
    for (int i = 2; i < NAMES_MAX; i++) {
      names.add(subject + "Crash" + i + "Test");
    }
    return names.stream()
        .filter(name -> !project.tree().files().containsKey(file(packageName, name)))
        .filter(name -> symbols.type(symbols.qualified(packageName, name)).isEmpty())
        .findFirst()
        .orElseThrow(() -> new CannotRebuild("every name for a test of " + subject + " is taken"));
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

  private static String upper(String name) {
    return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private String file(String packageName, String className) {
    String folder = packageName.isEmpty() ? "" : packageName.replace('.', '/') + "/";
    return project.testRoots().get(0) + "/" + folder + className + ".java";
  }

  /** What the failing method mentions: a made-up null or an empty list there would prove nothing. */
  private Set<String> vital() {
    Set<String> names = new HashSet<>();
    Location top = diagnosis.locations().get(0);
    symbols.model().methodAt(top.file(), top.line()).ifPresent(path -> mention(path, names));
    return names;
  }

  private static void mention(TreePath method, Set<String> names) {
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void unused) {
        names.add(tree.getName().toString());
        return super.visitIdentifier(tree, unused);
      }

      @Override
      public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void unused) {
        names.add(tree.getIdentifier().toString());
        return super.visitMemberSelect(tree, unused);
      }
    }.scan(method, null);
  }
}
