package nexa.heal.propose;

import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import nexa.heal.propose.Holes.Filling;
import nexa.heal.propose.NeutralValues.Value;
import nexa.heal.source.JavaModel;
import nexa.patch.Edit;
import nexa.patch.Recipe;
import nexa.patch.Recipe.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Makes a recipe's change at a site: fills the holes, puts parentheses where they are needed, and
 * writes the result in the file's own layout. The one way from recipe to edits, for operators and
 * remembered cases alike.
 */
final class Splicer {

  /** A recipe made concrete with one neutral value. */
  record Splice(List<Edit> edits, Value neutral) {
    Splice {
      edits = List.copyOf(edits);
    }
  }

  private static final Value NONE = new Value("", true);

  private final Site site;
  private final Placement placement;
  private final JavaModel model;
  private final String text;
  private final FileStyle style;
  private final LanguageLevel level;

  Splicer(Site site) {
    this.site = site;
    this.placement = new Placement(site);
    this.model = site.model();
    this.text = site.model().text(site.file());
    this.style = FileStyle.of(text);
    this.level = new LanguageLevel(model.release());
  }

  /** The changes a recipe makes, one for each neutral value that fits; empty when it does not fit the site. */
  List<Splice> splices(Recipe recipe) {
    TreePath target = target(recipe.shape());
    if (target == null || !level.allows(recipe) || !fits(recipe, target)) {
      return List.of();
    }
    List<Splice> splices = new ArrayList<>();
    for (Value value : neutralValues(recipe, target)) {
      Imports imports = new Imports(model, site.unit());
      Edit edit = edit(recipe, target, value, imports);
      if (edit != null) {
        List<Edit> edits = new ArrayList<>(imports.edits(style));
        edits.add(shrunk(edit));
        edits.sort(Comparator.comparingInt(Edit::start));
        splices.add(new Splice(edits, value));
      }
    }
    return splices;
  }

  /** Why the change should help, with the site's source in its holes. */
  String sentence(String template, Value value) {
    Holes holes = new Holes(site, site.expression(), value);
    return Sentence.of(template, holes, new Imports(model, site.unit()));
  }

  /** What a splice of a shape replaces or precedes here; null when the site has none. */
  @Nullable TreePath target(Shape shape) {
    return switch (shape) {
      case BEFORE_STATEMENT, REPLACE_STATEMENT -> site.statement();
      case BODY_START -> placement.bodyStart();
      case REPLACE_RUN -> {
        StatementRun run = StatementRun.of(site);
        yield run == null ? null : run.first();
      }
      case REPLACE_EXPRESSION -> site.expression();
      case REPLACE_CULPRIT -> site.culprit();
      case REPLACE_LOOP -> site.loop();
      case REPLACE_CONDITION -> condition(site);
    };
  }

  /** The smallest condition that holds the culprit, or the enclosing loop's; null when there is none. */
  static @Nullable TreePath condition(Site site) {
    TreePath around = conditionAround(site);
    return around == null ? loopCondition(site) : around;
  }

  /** The smallest condition that holds the culprit; null when there is none. */
  static @Nullable TreePath conditionAround(Site site) {
    for (TreePath path = site.culprit();
        path.getLeaf() instanceof ExpressionTree
            && !(path.getLeaf() instanceof LambdaExpressionTree);
        path = path.getParentPath()) {
      TypeMirror type = site.model().typeOf(path);
      boolean whole =
          !(path.getParentPath().getLeaf() instanceof com.sun.source.tree.MethodInvocationTree);
      if (path.getLeaf() != site.culprit().getLeaf() && whole && type != null
          && type.getKind() == TypeKind.BOOLEAN) {
        return path;
      }
    }
    return null;
  }

  private static @Nullable TreePath loopCondition(Site site) {
    TreePath loop = site.loop();
    if (loop == null) {
      return null;
    }
    return switch (loop.getLeaf()) {
      case ForLoopTree it when it.getCondition() != null -> new TreePath(loop, it.getCondition());
      case WhileLoopTree it -> inner(loop, it.getCondition());
      case DoWhileLoopTree it -> inner(loop, it.getCondition());
      default -> null;
    };
  }

  private static TreePath inner(TreePath loop, ExpressionTree condition) {
    TreePath path = new TreePath(loop, condition);
    return condition instanceof ParenthesizedTree it ? new TreePath(path, it.getExpression())
        : path;
  }

  /** Whether the shape and its flow of control can stand at the site. */
  private boolean fits(Recipe recipe, TreePath target) {
    String template = recipe.template();
    boolean flows =
        (!template.contains("return") || site.returnType() != null)
            && (!template.contains("continue;") || site.canContinue())
            && (!template.contains("break;") || site.canBreak());
    boolean moves =
        template.contains("{\n  ${statement}") || template.contains("{\n  ${rewritten}");
    boolean evaluatedTwice = template.contains("${culprit}")
        && template.indexOf("${culprit}") != template.lastIndexOf("${culprit}");
    return flows
        && switch (recipe.shape()) {
          case BEFORE_STATEMENT -> placement.canPrecede();
          case REPLACE_STATEMENT ->
              placement.canPrecede()
                  && (!moves || placement.canWrap() || template.startsWith("try {"));
          case BODY_START -> placement.canBeTestedFirst();
          case REPLACE_RUN -> placement.canPrecede();
          case REPLACE_EXPRESSION -> site.hasValue();
          case REPLACE_CULPRIT -> !evaluatedTwice || site.canRepeat();
          case REPLACE_LOOP -> true;
          case REPLACE_CONDITION -> target.getLeaf() instanceof ExpressionTree;
        };
  }

  private List<Value> neutralValues(Recipe recipe, TreePath target) {
    String template = recipe.template();
    if (!template.contains("${default}")) {
      return List.of(NONE);
    }
    NeutralValues values = new NeutralValues(site);
    if (template.contains("return ${default}")) {
      return values.toReturn();
    }
    if (template.contains("${culprit} = ${default}") || site.kind() == Site.Kind.FIELD) {
      return values.toSet(site.culprit());
    }
    if (site.kind() == Site.Kind.NULL_PRODUCED && recipe.shape() == Shape.REPLACE_CULPRIT) {
      return values.insteadOfNull(target);
    }
    TreePath assigned = Holes.assignedBy(target);
    if (template.contains("${target}")) {
      return assigned == null ? List.of() : values.insteadOf(assigned);
    }
    return values.insteadOf(target);
  }

  private @Nullable Edit edit(Recipe recipe, TreePath target, Value value, Imports imports) {
    Holes holes = new Holes(site, target, value);
    int start = model.start(site.unit(), target.getLeaf());
    StatementRun run = recipe.shape() == Shape.REPLACE_RUN ? StatementRun.of(site) : null;
    int end = run == null ? model.end(site.unit(), target.getLeaf()) : run.end();
    if (!(target.getLeaf() instanceof StatementTree)) {
      String source = filled(recipe.template(), holes, imports, "");
      if (source == null) {
        return null;
      }
      boolean loose = Precedence.of(recipe.template()) < Precedence.wantedAt(target);
      return new Edit(site.file(), start, end, loose ? "(" + source + ")" : source);
    }
    boolean before =
        recipe.shape() == Shape.BEFORE_STATEMENT || recipe.shape() == Shape.BODY_START;
    if (recipe.template().isEmpty()) {
      return before || Site.isBody(target) ? null : removal(start, end);
    }
    String template =
        before && Site.isBody(target) ? recipe.template() + "\n${statement}" : recipe.template();
    return Site.isBody(target)
        ? bracedEdit(template, target, holes, imports)
        : statementEdit(template, before, start, end, holes, imports);
  }

  /** A statement goes with its lines where nothing else stands on them. */
  private Edit removal(int start, int end) {
    int lineStart = text.lastIndexOf('\n', start - 1) + 1;
    int lineEnd = text.indexOf('\n', end);
    boolean ownLines =
        text.substring(lineStart, start).isBlank() && lineEnd >= 0
            && text.substring(end, lineEnd).isBlank();
    return ownLines
        ? new Edit(site.file(), lineStart, lineEnd + 1, "")
        : new Edit(site.file(), start, end, "");
  }

  /** The edit without what it leaves as it is at its ends; names stay whole. */
  private Edit shrunk(Edit edit) {
    String old = text.substring(edit.start(), edit.end());
    String now = edit.replacement();
    int shorter = Math.min(old.length(), now.length());
    int head = 0;
    while (head < shorter && old.charAt(head) == now.charAt(head)) {
      head++;
    }
    while (head > 0 && (cutsName(old, head) || cutsName(now, head))) {
      head--;
    }
    int tail = 0;
    while (tail < shorter - head
        && old.charAt(old.length() - tail - 1) == now.charAt(now.length() - tail - 1)) {
      tail++;
    }
    while (tail > 0 && (cutsName(old, old.length() - tail) || cutsName(now, now.length() - tail))) {
      tail--;
    }
    return new Edit(
        edit.file(), edit.start() + head, edit.end() - tail,
        now.substring(head, now.length() - tail));
  }

  private static boolean cutsName(String source, int at) {
    return at > 0
        && at < source.length()
        && Character.isJavaIdentifierPart(source.charAt(at - 1))
        && Character.isJavaIdentifierPart(source.charAt(at));
  }

  private @Nullable Edit statementEdit(
      String template, boolean before, int start, int end, Holes holes, Imports imports) {
    int lineStart = text.lastIndexOf('\n', start - 1) + 1;
    boolean ownLine = text.substring(lineStart, start).isBlank();
    String base = FileStyle.indentAt(text, start);
    String source = lines(template, holes, imports, base, 0, !ownLine);
    if (source == null) {
      return null;
    }
    String gap = ownLine ? style.separator() + base : " ";
    return before
        ? new Edit(site.file(), start, start, source + gap)
        : new Edit(site.file(), start, end, source);
  }

  /** A statement that stood alone as a body becomes a block. */
  private @Nullable Edit bracedEdit(String template, TreePath target, Holes holes,
      Imports imports) {
    int start = model.start(site.unit(), target.getLeaf());
    int end = model.end(site.unit(), target.getLeaf());
    int blank = start;
    while (blank > 0 && Character.isWhitespace(text.charAt(blank - 1))) {
      blank--;
    }
    boolean ownLine = text.substring(blank, start).contains("\n");
    boolean afterComment =
        text.substring(text.lastIndexOf('\n', blank - 1) + 1, blank).contains("//");
    int from = afterComment ? start : blank;
    String base = FileStyle.indentAt(text, blank);
    String inner = base + style.indent();
    // The statement's own lines are deep already when it stood on a line of its own.
    String source = lines(template, holes, imports, inner, ownLine ? 0 : 1, false);
    if (source == null) {
      return null;
    }
    String open =
        afterComment ? "{" : style.braceOnOwnLine() ? style.separator() + base + "{" : " {";
    return new Edit(
        site.file(), from, end,
        open + style.separator() + inner + source + style.separator() + base + "}");
  }

  /** The template's lines in the file's layout; null when a hole stays open. */
  private @Nullable String lines(
      String template, Holes holes, Imports imports, String base, int deeper, boolean oneLine) {
    List<String> lines = new ArrayList<>();
    for (String line : laidOut(template)) {
      int level = (line.length() - line.stripLeading().length()) / 2;
      String by = oneLine ? "" : style.indent().repeat(level + deeper);
      String source = filled(line.strip(), holes, imports, by);
      if (source == null) {
        return null;
      }
      lines.add(oneLine ? source : style.indent().repeat(level) + source);
    }
    return String.join(oneLine ? " " : style.separator() + base, lines);
  }

  private List<String> laidOut(String template) {
    List<String> lines = new ArrayList<>();
    for (String line : template.split("\n", -1)) {
      if (!style.braceOnOwnLine()) {
        lines.add(line);
        continue;
      }
      String indent = FileStyle.leadingSpace(line);
      String rest = line.strip();
      if (rest.startsWith("} ")) {
        lines.add(indent + "}");
        rest = rest.substring(2);
      }
      if (rest.endsWith(" {")) {
        lines.add(indent + rest.substring(0, rest.length() - 2));
        rest = "{";
      }
      lines.add(indent + rest);
    }
    return lines;
  }

  /** One line of a template with its holes filled; null when one stays open. */
  private @Nullable String filled(String template, Holes holes, Imports imports, String deeper) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (true) {
      int open = template.indexOf("${", at);
      int close = open < 0 ? -1 : template.indexOf('}', open);
      if (close < 0) {
        return out.append(imports.shortened(template.substring(at))).toString();
      }
      String before = template.substring(at, open);
      String after = template.substring(close + 1);
      String hole = template.substring(open + 2, close);
      Filling filling = holes.fill(hole);
      if (filling == null) {
        return null;
      }
      boolean nothing = filling.source().isEmpty() && before.endsWith(" ");
      out.append(imports.shortened(nothing ? before.stripTrailing() : before));
      String source = filling.own() ? filling.source() : imports.shortened(filling.source());
      boolean loose =
          filling.precedence() < Precedence.wantedBetween(template.substring(0, open), after);
      boolean laid = hole.equals("statement") || hole.equals("rewritten") || hole.equals("value")
          || hole.equals("run");
      out.append(loose ? "(" + source + ")" : laid ? style.deeper(source, deeper) : source);
      out.append(after.startsWith(".") ? holes.gapAfter(hole) : "");
      at = close + 1;
    }
  }
}
