package nexa.heal.reproduce;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/**
 * Finds the ways to make an object with given fields. A constructor's body is read for assignments
 * of parameters to fields, straight or by way of a copy or check that keeps the value, and through
 * {@code this(…)} and {@code super(…)}; a factory's for the constructor it hands its parameters to, a builder's for the one it hands its
 * fields to.
 * A guess that is wrong does no harm: the test that comes of it is run before anyone believes it.
 */
final class Ways {

  private static final int DEPTH_MAX = 4;

  /** What a builder's last method may do before it gives the object. */
  private static final int BUILD_STATEMENTS_MAX = 8;

  /** The fields of JDK classes that are extended, by the type of what they are given. */
  private static final Map<String, String> INHERITED =
      Map.of(
          "java.io.InputStream", "in", "java.io.Reader", "in", "java.io.OutputStream", "out",
          "java.io.Writer", "out", "java.lang.String", "detailMessage", "java.lang.Throwable",
          "cause");

  private final Symbols symbols;

  Ways(Symbols symbols) {
    this.symbols = symbols;
  }

  /** The ways open to code in a package. */
  List<Way> of(TypeElement type, String fromPackage) {
    return ways(type, fromPackage).stream()
        .filter(way -> !way.fields().contains(Way.UNKNOWN))
        .toList();
  }

  /** The ways with parameters of which it is not known where they go. */
  List<Way> loose(TypeElement type, String fromPackage) {
    return ways(type, fromPackage).stream()
        .filter(way -> way.fields().contains(Way.UNKNOWN))
        .sorted(Comparator.comparingInt(way -> Collections.frequency(way.fields(), Way.UNKNOWN)))
        .toList();
  }

  private List<Way> ways(TypeElement type, String fromPackage) {
    List<Way> ways = new ArrayList<>();
    if (type.getKind() == ElementKind.RECORD) {
      canonical(type).ifPresent(ways::add);
      return ways;
    }
    List<Element> members = new ArrayList<>(type.getEnclosedElements());
    symbols.outer(type).ifPresent(outer -> members.addAll(factories(type, outer)));
    for (Element member : members) {
      if (member instanceof ExecutableElement maker && symbols.isAccessible(maker, fromPackage)) {
        way(type, maker).ifPresent(ways::add);
      }
    }
    ways.addAll(built(type, fromPackage));
    return ways;
  }

  private Optional<Way> canonical(TypeElement type) {
    List<? extends RecordComponentElement> components = type.getRecordComponents();
    List<String> names = components.stream().map(c -> c.getSimpleName().toString()).toList();
    List<TypeMirror> wanted = components.stream().map(c -> erased(c.asType())).toList();
    return ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
        .filter(maker -> matches(maker, wanted))
        .findFirst()
        .map(maker -> new Way(maker, names, Map.of(), Map.of()));
  }

  private boolean matches(ExecutableElement maker, List<TypeMirror> wanted) {
    List<? extends VariableElement> parameters = maker.getParameters();
    if (parameters.size() != wanted.size()) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (!symbols.model().types().isSameType(erased(parameters.get(i).asType()), wanted.get(i))) {
        return false;
      }
    }
    return true;
  }

  private TypeMirror erased(TypeMirror type) {
    return type.getKind().isPrimitive() ? type : symbols.model().types().erasure(type);
  }

  private Optional<Way> way(TypeElement type, ExecutableElement maker) {
    Mapping mapping = new Mapping();
    if (maker.getKind() == ElementKind.CONSTRUCTOR) {
      mapping = constructor(maker, 0);
    } else if (isFactory(type, maker)) {
      mapping = factory(type, maker);
    } else {
      return Optional.empty();
    }
    List<String> fields = new ArrayList<>();
    for (VariableElement parameter : maker.getParameters()) {
      String field = mapping.fieldOfParameter.get(parameter.getSimpleName().toString());
      fields.add(field == null || fields.contains(field) ? Way.UNKNOWN : field);
    }
    return Optional.of(new Way(maker, fields, mapping.constants, Map.of()));
  }

  /** The factories of a nested class that the class around it has. */
  private List<ExecutableElement> factories(TypeElement type, TypeElement outer) {
    return ElementFilter.methodsIn(outer.getEnclosedElements()).stream()
        .filter(method -> isFactory(type, method))
        .toList();
  }

  private boolean isFactory(TypeElement type, ExecutableElement method) {
    return method.getKind() == ElementKind.METHOD
        && method.getModifiers().contains(Modifier.STATIC)
        && isGiven(type, method);
  }

  private boolean isGiven(TypeElement type, ExecutableElement method) {
    return symbols.model().types().isSameType(
        erased(method.getReturnType()), erased(type.asType()));
  }

  private Mapping constructor(ExecutableElement constructor, int depth) {
    return constructor(constructor, Sources.parameters(constructor.getParameters()), depth);
  }

  private Mapping constructor(ExecutableElement constructor, Sources sources, int depth) {
    Mapping mapping = new Mapping();
    TreePath path = symbols.model().trees().getPath(constructor);
    if (path == null) {
      inherited(mapping, constructor);
    }
    if (path == null || depth > DEPTH_MAX || !(path.getLeaf() instanceof MethodTree tree)) {
      return mapping;
    }
    for (StatementTree statement : statements(tree)) {
      if (statement instanceof ExpressionStatementTree expression) {
        switch (expression.getExpression()) {
          case AssignmentTree assignment -> assign(mapping, constructor, assignment, sources);
          case MethodInvocationTree call -> call(mapping, path, call, sources, depth);
          default -> {}
        }
      }
    }
    return mapping;
  }

  /** Where the JDK's constructors put what applications hand to them. */
  private static void inherited(Mapping mapping, ExecutableElement constructor) {
    for (VariableElement parameter : constructor.getParameters()) {
      String field = INHERITED.get(parameter.asType().toString());
      if (field != null) {
        mapping.fieldOfParameter.put(parameter.getSimpleName().toString(), field);
      }
    }
  }

  private void assign(
      Mapping mapping, ExecutableElement constructor, AssignmentTree assignment,
      Sources sources) {
    Optional<String> field = fieldName(assignment.getVariable(), sources.local());
    Optional<String> source = sources.of(assignment.getExpression());
    field
        .filter(name -> symbols.field(symbols.owner(constructor), name).isPresent())
        .ifPresent(
            name -> source.ifPresentOrElse(
                parameter -> mapping.fieldOfParameter.putIfAbsent(parameter, name),
                () -> mapping.constants.put(name, assignment.getExpression())));
  }

  /** A call of another constructor, or of a setter. */
  private void call(
      Mapping mapping, TreePath path, MethodInvocationTree call, Sources sources,
      int depth) {
    TreePath select = TreePath.getPath(path.getCompilationUnit(), call.getMethodSelect());
    Element target = select == null ? null : symbols.model().trees().getElement(select);
    if (!(target instanceof ExecutableElement called)) {
      return;
    }
    Mapping inner = new Mapping();
    if (called.getKind() == ElementKind.CONSTRUCTOR) {
      inner = constructor(called, depth + 1);
    } else if (called.getParameters().size() == 1) {
      String parameter = called.getParameters().get(0).getSimpleName().toString();
      Optional<String> field = fieldOfSetter(called.getSimpleName().toString());
      if (field.isPresent()) {
        inner.fieldOfParameter.put(parameter, field.get());
      }
    }
    mapping.constants.putAll(inner.constants);
    chain(mapping, call.getArguments(), called, inner, sources);
  }

  private Mapping factory(TypeElement type, ExecutableElement factory) {
    Mapping mapping = new Mapping();
    made(type, factory, 1).ifPresent(made -> {
      Mapping inner = constructor(made.constructor, 1);
      mapping.constants.putAll(inner.constants);
      chain(mapping, made.arguments, made.constructor, inner,
          Sources.parameters(factory.getParameters()));
    });
    return mapping;
  }

  /** The object that a method of few statements gives last. */
  private Optional<Made> made(TypeElement type, ExecutableElement method, int statementsMax) {
    TreePath path = symbols.model().trees().getPath(method);
    if (path == null
        || !(path.getLeaf() instanceof MethodTree tree)
        || statements(tree).isEmpty()
        || statements(tree).size() > statementsMax
        || !(statements(tree).get(statements(tree).size() - 1) instanceof ReturnTree returned)
        || !(returned.getExpression() instanceof NewClassTree made)
        || made.getClassBody() != null) {
      return Optional.empty();
    }
    TreePath at = TreePath.getPath(path.getCompilationUnit(), made);
    return symbols.model().trees().getElement(at) instanceof ExecutableElement constructor
        && symbols.owner(constructor).equals(type)
            ? Optional.of(new Made(constructor, made.getArguments()))
            : Optional.empty();
  }

  /** The ways by a builder: a class with a method that takes nothing and gives the object. */
  private List<Way> built(TypeElement type, String fromPackage) {
    List<Way> ways = new ArrayList<>();
    for (TypeElement builder : builders(type)) {
      for (ExecutableElement build : ElementFilter.methodsIn(builder.getEnclosedElements())) {
        if (build.getParameters().isEmpty()
            && !build.getModifiers().contains(Modifier.STATIC)
            && symbols.isAccessible(build, fromPackage)
            && isGiven(type, build)) {
          built(type, builder, build).ifPresent(ways::add);
        }
      }
    }
    return ways;
  }

  /** The classes that may be a builder of a type: nested in it, taken by it, or named after it. */
  private Set<TypeElement> builders(TypeElement type) {
    Set<TypeElement> builders =
        new LinkedHashSet<>(ElementFilter.typesIn(type.getEnclosedElements()));
    for (ExecutableElement maker : ElementFilter.constructorsIn(type.getEnclosedElements())) {
      if (maker.getParameters().size() == 1
          && maker.getParameters().get(0).asType() instanceof DeclaredType taken) {
        builders.add((TypeElement) taken.asElement());
      }
    }
    symbols.type(symbols.binaryName(type) + "Builder").ifPresent(builders::add);
    builders.removeIf(builder -> !symbols.isOurs(builder) || builder.equals(type));
    return builders;
  }

  private Optional<Way> built(TypeElement type, TypeElement builder, ExecutableElement build) {
    Optional<Made> made = made(type, build, BUILD_STATEMENTS_MAX);
    if (made.isEmpty()) {
      return Optional.empty();
    }
    ExecutableElement constructor = made.get().constructor;
    Mapping mapping = new Mapping();
    if (made.get().arguments.toString().equals("this")) {
      mapping =
          constructor(constructor, Sources.fieldsOf(constructor.getParameters().get(0)), 1);
    } else {
      Mapping inner = constructor(constructor, 1);
      mapping.constants.putAll(inner.constants);
      chain(mapping, made.get().arguments, constructor, inner,
          Sources.ownFields(
              ElementFilter.fieldsIn(builder.getEnclosedElements()).stream()
                  .map(field -> field.getSimpleName().toString())
                  .collect(Collectors.toUnmodifiableSet())));
    }
    return mapping.fieldOfParameter.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Way(
                build, List.copyOf(mapping.fieldOfParameter.values()), mapping.constants,
                mapping.fieldOfParameter));
  }

  /** Carries what is known of the called one's parameters over to the caller's. */
  private void chain(
      Mapping mapping,
      List<? extends ExpressionTree> arguments,
      ExecutableElement called,
      Mapping inner,
      Sources sources) {
    List<? extends VariableElement> formals = called.getParameters();
    for (int i = 0; i < Math.min(arguments.size(), formals.size()); i++) {
      String field = inner.fieldOfParameter.get(formals.get(i).getSimpleName().toString());
      Optional<String> source = sources.of(arguments.get(i));
      if (field != null && source.isPresent()) {
        mapping.fieldOfParameter.putIfAbsent(source.get(), field);
      } else if (field != null) {
        mapping.constants.put(field, arguments.get(i));
      }
    }
  }

  /** The field an assignment goes to, {@code this.f} or {@code f}. */
  private static Optional<String> fieldName(ExpressionTree variable, Set<String> local) {
    return switch (variable) {
      case MemberSelectTree select when select.getExpression().toString().equals("this") ->
          Optional.of(select.getIdentifier().toString());
      case IdentifierTree name when !local.contains(name.getName().toString()) ->
          Optional.of(name.getName().toString());
      default -> Optional.empty();
    };
  }

  /** The property a setter's name speaks of. */
  static Optional<String> fieldOfSetter(String method) {
    return method.startsWith("set") && method.length() > 3
        ? Optional.of(Character.toLowerCase(method.charAt(3)) + method.substring(4))
        : Optional.empty();
  }

  private static List<? extends StatementTree> statements(MethodTree method) {
    BlockTree body = method.getBody();
    return body == null ? Collections.emptyList() : body.getStatements();
  }

  /** The constructor that a method calls for what it gives, and with what. */
  private record Made(
      ExecutableElement constructor, List<? extends ExpressionTree> arguments) {}

  /** What is known of a constructor while it is read. */
  private static final class Mapping {
    final Map<String, String> fieldOfParameter = new LinkedHashMap<>();
    final Map<String, ExpressionTree> constants = new HashMap<>();
  }
}
