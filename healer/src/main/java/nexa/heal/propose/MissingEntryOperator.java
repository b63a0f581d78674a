package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;
import static nexa.patch.Recipe.Shape.REPLACE_STATEMENT;

import com.sun.source.tree.MethodInvocationTree;
import java.util.List;
import javax.lang.model.type.DeclaredType;

/** Puts the container that a map should hold for a key into it, where there is none yet. */
final class MissingEntryOperator implements RepairOperator {

  @Override
  public String name() {
    return "missing-entry";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.NULL || kind == Site.Kind.NULL_PRODUCED;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    Typing typing = new Typing(site.model());
    boolean lookUp = site.operand() != null
        && site.culprit().getLeaf() instanceof MethodInvocationTree call
        && Culprits.nameOf(call).equals("get")
        && call.getArguments().size() == 1
        && typing.is(site.operand(), "java.util.Map")
        && Purity.isPure(site.culprit().getLeaf());
    boolean container = lookUp
        && (typing.is(site.culprit(), "java.util.Collection")
            || typing.is(site.culprit(), "java.util.Map"));
    String made = container && site.model().typeOf(site.culprit()) instanceof DeclaredType type
        ? typing.newEmpty(type) : null;
    if (made == null) {
      return List.of();
    }
    Suggestion inOne = Suggestion.of(REPLACE_CULPRIT,
        "${operand}.computeIfAbsent(${argument}, ${variable} -> " + made + ")", 1,
        "${operand} had nothing for a key yet; now it starts with an empty one.");
    return site.kind() == Site.Kind.NULL_PRODUCED
        ? List.of(inOne)
        : List.of(inOne, Suggestion.of(REPLACE_STATEMENT,
            "${type} ${variable} = ${culprit};\nif (${variable} == null) {\n  ${variable} = " + made
                + ";\n  ${operand}.put(${arguments}, ${variable});\n}\n${rewritten}",
            1, "${operand} had nothing for a key yet; now it starts with an empty one."));
  }
}
