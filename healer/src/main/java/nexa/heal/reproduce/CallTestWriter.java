package nexa.heal.reproduce;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import nexa.event.CapturedFrame;
import nexa.event.Value;
import nexa.heal.reproduce.CallContext.Mode;
import nexa.heal.source.Project;
import nexa.issue.Diagnosis;
import nexa.issue.Location;
import org.jspecify.annotations.Nullable;

/** Writes a captured call as a test in the project's own style. */
final class CallTestWriter {

  private final Diagnosis diagnosis;
  private final Project project;
  private final TestSource source;
  private final Symbols symbols;
  private final ObjectGraph graph;
  private final int level;

  CallTestWriter(
      Diagnosis diagnosis, Project project, TestStyle style, Symbols symbols, ObjectGraph graph) {
    this.diagnosis = diagnosis;
    this.project = project;
    this.source =
        new TestSource(
            diagnosis, project, style, symbols,
            "Repeats crash %s with the values the service held.");
    this.symbols = symbols;
    this.graph = graph;
    this.level = LanguageLevel.of(project);
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
            packageName, level, mode, graph.objects(), graph.shared(frame), vital(),
            new KnownFiles(project));
    String className =
        source
            .freeName(packageName)
            .orElseThrow(() -> new CannotRebuild("every name for a test of it is taken"));
    Imports imports = new Imports(symbols, packageName, className);
    ValueWriter values = new ValueWriter(symbols, imports, context);
    String call = call(values, imports, type, method, frame, frameIndex, context);
    return source.test(
        frameIndex, type, method, imports, values.draft(), packageName, className, call);
  }

  private ExecutableElement method(TypeElement type, CapturedFrame frame, Mode mode)
      throws CannotRebuild {
    String what = frame.className() + "." + frame.method();
    ExecutableElement method =
        symbols
            .method(type, frame.method(), frame.descriptor())
            .orElseThrow(() -> new CannotRebuild(what + " is no method of the source"));
    boolean constructor = method.getKind() == ElementKind.CONSTRUCTOR;
    boolean reflective = mode == Mode.FIELDS || mode == Mode.MIXED;
    if (isHidden(type, method) && (constructor || !reflective)) {
      throw new CannotRebuild(what + " is private");
    }
    if (constructor && (symbols.isInner(type) || type.getModifiers().contains(Modifier.ABSTRACT))) {
      throw new CannotRebuild(what + " cannot be called from a test");
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
      CapturedFrame frame,
      int frameIndex,
      CallContext context)
      throws CannotRebuild {
    String receiver = receiver(values, imports, type, method, frame);
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < frame.arguments().size(); i++) {
      VariableElement parameter = method.getParameters().get(i);
      Value value = frame.arguments().get(i).value();
      TypeMirror expected = parameter.asType();
      String argument =
          argument(values, value, expected, parameter.getSimpleName().toString(), frameIndex);
      arguments.add(isOverloaded(type, method) && mayMeanAnother(value, expected)
          ? cast(values, expected, argument) : argument);
    }
    String all = String.join(", ", arguments);
    if (isHidden(type, method)) {
      return reflective(values, type, method, receiver, all);
    }
    if (method.getKind() == ElementKind.CONSTRUCTOR) {
      return "new " + receiver + (type.getTypeParameters().isEmpty() ? "" : context.diamond()) + "("
          + all + ")";
    }
    return receiver + "." + method.getSimpleName() + "(" + all + ")";
  }

  /** What a call further out was given may be stood in for: the method that fails is called as it was. */
  private static String argument(
      ValueWriter values, Value value, TypeMirror expected, String name, int frameIndex)
      throws CannotRebuild {
    Draft before = values.draft().copy();
    try {
      return values.named(value, expected, name);
    } catch (CannotRebuild e) {
      if (frameIndex == 0 || !(value instanceof Value.Instance)) {
        throw e;
      }
      values.takeBack(before);
      return values.standIn(expected).orElseThrow(() -> e);
    }
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
      return isHidden(type, method) ? "null" : imports.name(type);
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

  /** Whether the type of an argument may lead the compiler to another overload. */
  private boolean mayMeanAnother(Value value, TypeMirror expected) {
    String erased = symbols.model().types().erasure(expected).toString();
    return !expected.getKind().isPrimitive()
        && switch (value) {
          case Value.Null nothing -> true;
          case Value.Scalar scalar -> !scalar.type().equals(erased);
          case Value.Instance object -> !object.type().replace('$', '.').equals(erased);
          case Value.Array array -> !array.type().replace('$', '.').equals(erased);
          default -> false;
        };
  }

  private String cast(ValueWriter values, TypeMirror expected, String argument) {
    return values.types().of(expected)
        .or(() -> values.types().of(symbols.model().types().erasure(expected)))
        .map(type -> "(" + type + ") " + argument).orElse(argument);
  }

  /** Whether a test can call a method by reflection only. */
  private boolean isHidden(TypeElement type, ExecutableElement method) {
    return method.getModifiers().contains(Modifier.PRIVATE)
        || !symbols.isNameable(type, symbols.packageOf(type));
  }

  private String reflective(
      ValueWriter values,
      TypeElement type,
      ExecutableElement method,
      String receiver,
      String arguments)
      throws CannotRebuild {
    values.draft().fixtures.add(Fixture.CALL);
    List<String> parameters = new ArrayList<>();
    for (VariableElement parameter : method.getParameters()) {
      TypeMirror erased = symbols.model().types().erasure(parameter.asType());
      String text = values.types().of(erased).map(it -> it + ".class").orElse("");
      parameters.add(
          text.isEmpty() && erased instanceof DeclaredType declared
              ? values.classLiteral(symbols.binaryName((TypeElement) declared.asElement())) : text);
    }
    if (parameters.contains("")) {
      throw new CannotRebuild(method.getSimpleName() + " takes an array of a private class");
    }
    return "call(%s, %s, %s, new Class<?>[] {%s}, new Object[] {%s})"
        .formatted(
            receiver,
            values.classLiteral(symbols.binaryName(type)),
            Literals.string(method.getSimpleName().toString()),
            String.join(", ", parameters),
            arguments);
  }

  /** What the failing method mentions: a made-up null or an empty list there would prove nothing. */
  private Set<String> vital() {
    Set<String> names = new HashSet<>();
    Location top = diagnosis.locations().get(0);
    symbols.model().methodAt(top).ifPresent(path -> mention(path, names));
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
