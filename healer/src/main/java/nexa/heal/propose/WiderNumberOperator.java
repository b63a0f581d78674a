package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;
import static nexa.patch.Recipe.Shape.REPLACE_EXPRESSION;

import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import java.util.List;
import java.util.Set;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** Reads or computes a number as a {@code long} that an {@code int} cannot hold. */
final class WiderNumberOperator implements RepairOperator {

  private static final Set<String> PARSERS =
      Set.of("Integer.parseInt", "Integer.valueOf", "Integer.decode", "Short.parseShort",
          "Short.valueOf", "Byte.parseByte", "Byte.valueOf");

  @Override
  public String name() {
    return "wider-number";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.TEXT || kind == Site.Kind.OVERFLOW;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    return site.kind() == Site.Kind.TEXT ? parse(site) : compute(site);
  }

  private static List<Suggestion> parse(Site site) {
    TreePath expression = Site.unwrapped(site.expression());
    if (site.crash().largeNumber() == null
        || !(site.expression().getLeaf() instanceof MethodInvocationTree call)
        || !PARSERS.contains(call.getMethodSelect().toString())) {
      return List.of();
    }
    String parser = call.getMethodSelect().toString().endsWith("decode") ? "decode" : "parseLong";
    return Widening.of(site, expression)
        .map(also -> Suggestion.of(REPLACE_EXPRESSION, "Long." + parser + "(${argument})", -3,
            "The number in ${culprit} is larger than an int can be; a long can be.").also(also))
        .stream()
        .toList();
  }

  private static List<Suggestion> compute(Site site) {
    TypeMirror type = site.model().typeOf(site.culprit());
    if (type == null || type.getKind() != TypeKind.INT
        || !(site.culprit().getLeaf() instanceof MethodInvocationTree call)) {
      return List.of();
    }
    String template = Culprits.nameOf(call).equals("toIntExact")
        ? "${arguments}" : call.getMethodSelect() + "((long) ${arguments})";
    return Widening.of(site, Site.unwrapped(site.culprit()))
        .map(also -> Suggestion.of(REPLACE_CULPRIT, template, 0,
            "The result is larger than an int can be; a long can be.").also(also))
        .stream()
        .toList();
  }
}
