package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;

/** Takes a text for what it says where it is used as a pattern or a replacement with a language of its own. */
final class LiteralTextOperator implements RepairOperator {

  private static final Set<String> EXCEPTIONS =
      Set.of("java.util.regex.PatternSyntaxException", "java.lang.IllegalArgumentException",
          "java.lang.IndexOutOfBoundsException", "java.lang.StringIndexOutOfBoundsException",
          "java.lang.StackOverflowError");

  private static final Set<String> FORMATS =
      Set.of("UnknownFormatConversionException", "MissingFormatArgumentException",
          "IllegalFormatConversionException", "DuplicateFormatFlagsException",
          "FormatFlagsConversionMismatchException", "IllegalFormatPrecisionException",
          "IllegalFormatWidthException", "MissingFormatWidthException",
          "IllegalFormatFlagsException", "UnknownFormatFlagsException");

  private static final Set<String> PATTERN_FIRST =
      Set.of("replaceAll", "replaceFirst", "split", "matches", "compile");

  private static final Set<String> REPLACEMENT_LAST =
      Set.of("replaceAll", "replaceFirst", "appendReplacement");

  @Override
  public String name() {
    return "literal-text";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    if (site.crash().type().startsWith("java.util.")
        && FORMATS.contains(site.crash().simpleType())) {
      return plain(site);
    }
    if (!EXCEPTIONS.contains(site.crash().type())
        || !(site.culprit().getParentPath().getLeaf() instanceof MethodInvocationTree call)
        || !call.getArguments().contains(site.culprit().getLeaf())
        || !isMade(site) || isQuoted(site.culprit())) {
      return List.of();
    }
    String name = Culprits.nameOf(call);
    boolean first = call.getArguments().getFirst() == site.culprit().getLeaf();
    boolean last = call.getArguments().getLast() == site.culprit().getLeaf();
    TreePath receiver = Culprits.receiver(site.culprit().getParentPath());
    Typing typing = new Typing(site.model());
    boolean byMatcher = receiver != null && typing.is(receiver, "java.util.regex.Matcher");
    boolean byText = receiver != null && typing.is(receiver, "java.lang.String");
    boolean byPattern =
        receiver != null && receiver.getLeaf().toString().endsWith("Pattern")
            && name.equals("compile");
    if ((byMatcher || byText) && last && REPLACEMENT_LAST.contains(name)
        && (byMatcher || call.getArguments().size() == 2)) {
      return List.of(Suggestion.of(REPLACE_CULPRIT,
          "java.util.regex.Matcher.quoteReplacement(${culprit})", 0,
          "In a replacement $ and \\ have a meaning; ${culprit} may hold them as plain text."));
    }
    if ((byText || byPattern) && first && PATTERN_FIRST.contains(name)) {
      return List.of(Suggestion.of(REPLACE_CULPRIT, "java.util.regex.Pattern.quote(${culprit})",
          byPattern ? 4 : 1,
          "${culprit} is taken for a regular expression; it may be meant as plain text."));
    }
    return List.of();
  }

  /** A text that nothing is put into is no format. */
  private static List<Suggestion> plain(Site site) {
    boolean alone =
        site.culprit().getLeaf() instanceof MethodInvocationTree call
            && call.getMethodSelect().toString().equals("String.format")
            && call.getArguments().size() == 1;
    if (!alone) {
      return List.of();
    }
    TreePath text =
        new TreePath(site.culprit(), Culprits.arguments(site.culprit().getLeaf()).getFirst());
    String source = site.model().text(text);
    return List.of(Suggestion.of(REPLACE_CULPRIT, "${text}", 0,
        "A percent sign in a format has a meaning; ${text} may hold one as plain text.")
        .with(Map.of("text", source)));
  }

  /** Whether the text is put together as the program runs: a constant is written to be what it is. */
  private static boolean isMade(Site site) {
    return switch (site.culprit().getLeaf()) {
      case LiteralTree _ -> false;
      case BinaryTree it ->
          !(it.getLeftOperand() instanceof LiteralTree
              && it.getRightOperand() instanceof LiteralTree);
      case IdentifierTree _,MemberSelectTree _ -> {
        Element element = site.model().trees().getElement(site.culprit());
        yield element != null
            && !(element.getModifiers().contains(Modifier.STATIC)
                && element.getModifiers().contains(Modifier.FINAL));
      }
      default -> true;
    };
  }

  private static boolean isQuoted(TreePath text) {
    return text.getLeaf() instanceof MethodInvocationTree call
        && Set.of("quote", "quoteReplacement").contains(Culprits.nameOf(call));
  }
}
