package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.BEFORE_STATEMENT;
import static nexa.patch.Recipe.Shape.REPLACE_STATEMENT;

import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Brings an object of the JDK into the state that a call wants of it: matched, or turned to reading. */
final class StateOperator implements RepairOperator {

  private static final Set<String> MATCH_CALLS = Set.of("group", "start", "end");

  @Override
  public String name() {
    return "state";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    TreePath receiver = Culprits.receiver(site.culprit());
    if (receiver == null || !(site.culprit().getLeaf() instanceof MethodInvocationTree call)
        || !Purity.isPure(receiver.getLeaf())) {
      return List.of();
    }
    Typing typing = new Typing(site.model());
    String name = Culprits.nameOf(call);
    String source = site.model().text(receiver);
    return switch (site.crash().type()) {
      case "java.lang.IllegalStateException" ->
          MATCH_CALLS.contains(name) && typing.is(receiver, "java.util.regex.Matcher")
              ? matched(source)
              : List.of();
      case "java.nio.BufferUnderflowException" ->
          name.startsWith("get") && typing.is(receiver, "java.nio.Buffer")
              ? turned(source)
              : List.of();
      default -> List.of();
    };
  }

  private static List<Suggestion> matched(String matcher) {
    return List.of(
        Suggestion.of(REPLACE_STATEMENT, "if (${receiver}.find()) {\n  ${statement}\n}", 1,
            "${receiver} tells of a match only after it has found one.")
            .with(Map.of("receiver", matcher)),
        Suggestion.of(BEFORE_STATEMENT, "if (!${receiver}.find()) {\n  return ${default};\n}", 2,
            "${receiver} tells of a match only after it has found one.")
            .with(Map.of("receiver", matcher)));
  }

  private static List<Suggestion> turned(String buffer) {
    return List.of(
        Suggestion.of(BEFORE_STATEMENT, "${receiver}.flip();", 2,
            "${receiver} was written, and must be turned before it is read.")
            .with(Map.of("receiver", buffer)),
        Suggestion.of(BEFORE_STATEMENT, "${receiver}.rewind();", 3,
            "${receiver} was read to its end, and must be rewound before it is read again.")
            .with(Map.of("receiver", buffer)));
  }
}
