package nexa.heal.reproduce;

import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;

/**
 * What the code of a constructor, factory or builder takes its values from.
 *
 * @param local the names that the code declares itself, which no field's name means there
 * @param origin the name of what an expression reads, if it is a source
 */
record Sources(Set<String> local, Function<ExpressionTree, Optional<String>> origin) {

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

  /** The parameters themselves. */
  static Sources parameters(List<? extends VariableElement> parameters) {
    Set<String> names = names(parameters);
    Set<String> arrays =
        names(
            parameters.stream().filter(it -> it.asType().getKind() == TypeKind.ARRAY).toList());
    return new Sources(
        names,
        expression -> simple(expression).filter(names::contains)
            .or(() -> listed(expression).filter(arrays::contains)));
  }

  /** The fields of the one parameter, read as they are or by a method of their name. */
  static Sources fieldsOf(VariableElement builder) {
    String name = builder.getSimpleName().toString();
    return new Sources(Set.of(name), expression -> readOf(name, expression));
  }

  /** The fields of the object whose code it is. */
  static Sources ownFields(Set<String> fields) {
    return new Sources(
        Set.of(),
        expression -> simple(expression).or(() -> readOf("this", expression))
            .filter(fields::contains));
  }

  /** The source an expression's value comes from unchanged, as far as equality goes. */
  Optional<String> of(ExpressionTree expression) {
    Optional<String> read = origin.apply(expression);
    return read.isPresent()
        ? read
        : switch (expression) {
          case ParenthesizedTree inner -> of(inner.getExpression());
          case TypeCastTree cast -> of(cast.getExpression());
          case ConditionalExpressionTree either ->
              of(either.getTrueExpression()).or(() -> of(either.getFalseExpression()));
          case NewClassTree copy when isCopy(copy) -> of(copy.getArguments().get(0));
          case MethodInvocationTree call when KEEPING.contains(name(call.getMethodSelect())) ->
              kept(call);
          default -> Optional.empty();
        };
  }

  private Optional<String> kept(MethodInvocationTree call) {
    for (ExpressionTree argument : call.getArguments()) {
      Optional<String> source = of(argument);
      if (source.isPresent()) {
        return source;
      }
    }
    return call.getMethodSelect() instanceof MemberSelectTree select
        ? of(select.getExpression())
        : Optional.empty();
  }

  /** The array that a call makes a list of, {@code Arrays.asList(given)}. */
  private static Optional<String> listed(ExpressionTree expression) {
    return expression instanceof MethodInvocationTree call
        && LISTING.contains(call.getMethodSelect().toString())
        && call.getArguments().size() == 1
            ? simple(call.getArguments().get(0))
            : Optional.empty();
  }

  /** The field that {@code owner.field} or {@code owner.field()} reads. */
  private static Optional<String> readOf(String owner, ExpressionTree expression) {
    return switch (expression) {
      case MemberSelectTree select when select.getExpression().toString().equals(owner) ->
          Optional.of(select.getIdentifier().toString());
      case MethodInvocationTree call when call.getArguments().isEmpty()
          && call.getMethodSelect() instanceof MemberSelectTree select ->
          readOf(owner, select);
      default -> Optional.empty();
    };
  }

  private static boolean isCopy(NewClassTree made) {
    String type = made.getIdentifier().toString();
    String raw = type.indexOf('<') < 0 ? type : type.substring(0, type.indexOf('<'));
    return made.getArguments().size() == 1
        && made.getClassBody() == null
        && COPYING.stream().anyMatch(raw::endsWith);
  }

  private static Optional<String> simple(ExpressionTree expression) {
    return expression instanceof IdentifierTree name
        ? Optional.of(name.getName().toString())
        : Optional.empty();
  }

  private static String name(Tree select) {
    return switch (select) {
      case MemberSelectTree member -> member.getIdentifier().toString();
      case IdentifierTree simple -> simple.getName().toString();
      default -> "";
    };
  }

  private static Set<String> names(List<? extends VariableElement> variables) {
    return variables.stream()
        .map(variable -> variable.getSimpleName().toString())
        .collect(Collectors.toUnmodifiableSet());
  }
}
