package nexa.heal.reproduce;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/**
 * Finds the ways to make an object with given fields. A constructor's body is read for assignments
 * of parameters to fields, straight or by way of a copy or check that keeps the value, and through
 * {@code this(…)} and {@code super(…)}; a factory's for the constructor it hands its parameters to.
 * A guess that is wrong does no harm: the test that comes of it is run before anyone believes it.
 */
final class Ways {

  private static final int DEPTH_MAX = 4;

  /** Calls that give back their argument, a copy of it, or a form that they leave as it is. */
  private static final Set<String> KEEPING =
      Set.of(
          "requireNonNull", "requireNonNullElse", "checkNotNull", "notNull", "copyOf", "clone",
          "unmodifiableList", "unmodifiableSet", "unmodifiableMap", "unmodifiableCollection",
          "synchronizedList", "synchronizedMap", "trim", "strip", "toLowerCase", "toUpperCase");

  private static final Set<String> LISTING =
      Set.of("Arrays.asList", "java.util.Arrays.asList", "List.of");

  /** How the names of the JDK's copying classes end. */
  private static final List<String> COPYING = List.of("List", "Set", "Map", "Deque", "Queue");

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
    for (Element member : type.getEnclosedElements()) {
      if (member instanceof ExecutableElement maker && symbols.isAccessible(maker, fromPackage)) {
        way(type, maker).ifPresent(ways::add);
      }
    }
    return ways;
  }

  private Optional<Way> canonical(TypeElement type) {
    List<? extends RecordComponentElement> components = type.getRecordComponents();
    List<String> names = components.stream().map(c -> c.getSimpleName().toString()).toList();
    List<TypeMirror> wanted = components.stream().map(c -> erased(c.asType())).toList();
    return ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
        .filter(maker -> matches(maker, wanted))
        .findFirst()
        .map(maker -> new Way(maker, names, Map.of()));
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
      mapping = factory(maker);
    } else {
      return Optional.empty();
    }
    List<String> fields = new ArrayList<>();
    for (VariableElement parameter : maker.getParameters()) {
      String field = mapping.fieldOfParameter.get(parameter.getSimpleName().toString());
      fields.add(field == null || fields.contains(field) ? Way.UNKNOWN : field);
    }
    return Optional.of(new Way(maker, fields, mapping.constants));
  }

  private boolean isFactory(TypeElement type, ExecutableElement method) {
    return method.getKind() == ElementKind.METHOD
        && method.getModifiers().contains(Modifier.STATIC)
        && symbols.model().types().isSameType(erased(method.getReturnType()),
            erased(type.asType()));
  }

  private Mapping constructor(ExecutableElement constructor, int depth) {
    Mapping mapping = new Mapping();
    TreePath path = symbols.model().trees().getPath(constructor);
    if (path == null) {
      inherited(mapping, constructor);
    }
    if (path == null || depth > DEPTH_MAX || !(path.getLeaf() instanceof MethodTree tree)) {
      return mapping;
    }
    Set<String> parameters = names(tree);
    for (StatementTree statement : statements(tree)) {
      if (statement instanceof ExpressionStatementTree expression) {
        switch (expression.getExpression()) {
          case AssignmentTree assignment -> assign(mapping, constructor, assignment, parameters);
          case MethodInvocationTree call -> call(mapping, path, call, parameters, depth);
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
      Set<String> parameters) {
    Optional<String> field = fieldName(assignment.getVariable(), parameters);
    Optional<String> source =
        source(assignment.getExpression(), parameters)
            .or(() -> listed(assignment.getExpression(), constructor));
    field
        .filter(name -> symbols.field(symbols.owner(constructor), name).isPresent())
        .ifPresent(
            name -> source.ifPresentOrElse(
                parameter -> mapping.fieldOfParameter.putIfAbsent(parameter, name),
                () -> mapping.constants.put(name, assignment.getExpression())));
  }

  /** A call of another constructor, or of a setter. */
  private void call(
      Mapping mapping, TreePath path, MethodInvocationTree call, Set<String> parameters,
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
    chain(mapping, call.getArguments(), called, inner, parameters);
  }

  private Mapping factory(ExecutableElement factory) {
    Mapping mapping = new Mapping();
    TreePath path = symbols.model().trees().getPath(factory);
    if (path != null
        && path.getLeaf() instanceof MethodTree tree
        && statements(tree).size() == 1
        && statements(tree).get(0) instanceof ReturnTree returned
        && returned.getExpression() instanceof NewClassTree made
        && made.getClassBody() == null) {
      TreePath at = TreePath.getPath(path.getCompilationUnit(), made);
      if (symbols.model().trees().getElement(at) instanceof ExecutableElement constructor
          && symbols.owner(constructor).equals(symbols.owner(factory))) {
        Mapping inner = constructor(constructor, 1);
        mapping.constants.putAll(inner.constants);
        chain(mapping, made.getArguments(), constructor, inner, names(tree));
      }
    }
    return mapping;
  }

  /** Carries what is known of the called one's parameters over to the caller's. */
  private void chain(
      Mapping mapping,
      List<? extends ExpressionTree> arguments,
      ExecutableElement called,
      Mapping inner,
      Set<String> parameters) {
    List<? extends VariableElement> formals = called.getParameters();
    for (int i = 0; i < Math.min(arguments.size(), formals.size()); i++) {
      String field = inner.fieldOfParameter.get(formals.get(i).getSimpleName().toString());
      Optional<String> source = source(arguments.get(i), parameters);
      if (field != null && source.isPresent()) {
        mapping.fieldOfParameter.putIfAbsent(source.get(), field);
      } else if (field != null) {
        mapping.constants.put(field, arguments.get(i));
      }
    }
  }

  /** The parameter an expression's value comes from unchanged, as far as equality goes. */
  private static Optional<String> source(ExpressionTree expression, Set<String> parameters) {
    return switch (expression) {
      case IdentifierTree name ->
          Optional.of(name.getName().toString()).filter(parameters::contains);
      case ParenthesizedTree inner -> source(inner.getExpression(), parameters);
      case TypeCastTree cast -> source(cast.getExpression(), parameters);
      case ConditionalExpressionTree either ->
          source(either.getTrueExpression(), parameters)
              .or(() -> source(either.getFalseExpression(), parameters));
      case NewClassTree copy when isCopy(copy) -> source(copy.getArguments().get(0), parameters);
      case MethodInvocationTree call when KEEPING.contains(name(call.getMethodSelect())) ->
          kept(call, parameters);
      default -> Optional.empty();
    };
  }

  /** The array that a call makes a list of, {@code Arrays.asList(given)}, when it is a parameter. */
  private static Optional<String> listed(ExpressionTree expression, ExecutableElement maker) {
    return expression instanceof MethodInvocationTree call
        && LISTING.contains(call.getMethodSelect().toString())
        && call.getArguments().size() == 1
            ? maker.getParameters().stream()
                .filter(parameter -> parameter.asType().getKind() == TypeKind.ARRAY)
                .map(parameter -> parameter.getSimpleName().toString())
                .filter(name -> call.getArguments().get(0).toString().equals(name))
                .findFirst()
            : Optional.empty();
  }

  private static boolean isCopy(NewClassTree made) {
    String type = made.getIdentifier().toString();
    String raw = type.indexOf('<') < 0 ? type : type.substring(0, type.indexOf('<'));
    return made.getArguments().size() == 1
        && made.getClassBody() == null
        && COPYING.stream().anyMatch(raw::endsWith);
  }

  private static Optional<String> kept(MethodInvocationTree call, Set<String> parameters) {
    for (ExpressionTree argument : call.getArguments()) {
      Optional<String> source = source(argument, parameters);
      if (source.isPresent()) {
        return source;
      }
    }
    return call.getMethodSelect() instanceof MemberSelectTree select
        ? source(select.getExpression(), parameters)
        : Optional.empty();
  }

  /** The field an assignment goes to, {@code this.f} or {@code f}. */
  private static Optional<String> fieldName(ExpressionTree variable, Set<String> parameters) {
    return switch (variable) {
      case MemberSelectTree select when select.getExpression().toString().equals("this") ->
          Optional.of(select.getIdentifier().toString());
      case IdentifierTree name when !parameters.contains(name.getName().toString()) ->
          Optional.of(name.getName().toString());
      default -> Optional.empty();
    };
  }

  private static String name(Tree select) {
    return switch (select) {
      case MemberSelectTree member -> member.getIdentifier().toString();
      case IdentifierTree simple -> simple.getName().toString();
      default -> "";
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

  private static Set<String> names(MethodTree method) {
    Set<String> names = new HashSet<>();
    method.getParameters().forEach(parameter -> names.add(parameter.getName().toString()));
    return names;
  }

  /** What is known of a constructor while it is read. */
  private static final class Mapping {
    final Map<String, String> fieldOfParameter = new HashMap<>();
    final Map<String, ExpressionTree> constants = new HashMap<>();
  }
}
