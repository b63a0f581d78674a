package nexa.heal.propose;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.util.TreePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.heal.propose.Difference.Pair;
import nexa.heal.propose.Splicer.Splice;
import nexa.heal.source.JavaModel;
import nexa.heal.source.ParsedSource;
import nexa.issue.Diagnosis;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import nexa.issue.Location;
import nexa.patch.Edit;
import nexa.patch.Recipe;
import nexa.patch.Recipe.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Finds the recipe of a fix that a person made, from the code before and after it. The code before is
 * taken to have crashed at each place near the change in turn, as if a trace had named it. Then, in two
 * ways:
 *
 * <ol>
 *   <li>An operator is asked what it would do there. Where that is what the person did, the recipe is
 *       the operator's.
 *   <li>Else what is new is generalised: the source that the place has for a recipe's hole becomes the
 *       hole. The recipe counts only when it makes the very same change at its own place.
 * </ol>
 */
public final class RecipeLearner {

  /** A recipe that no operator has is called by the role of what failed. */
  private static final String OWN = "learned-";

  private static final int LINES_AROUND = 12;
  private static final int SITES_MAX = 160;
  private static final int SUGGESTIONS_MAX = 4000;

  private final JavaModel before;
  private final Supplier<JavaModel> after;
  private final ParsedSource parsed;
  private final String file;

  /**
   * @param before the typed sources before the fix
   * @param file the path of the file that was fixed
   * @param fixedText the file after it
   * @param after the typed sources after it, asked for only when they are needed
   */
  public RecipeLearner(
      JavaModel before, String file, String fixedText, Supplier<JavaModel> after) {
    this.before = before;
    this.file = file;
    this.after = after;
    this.parsed = ParsedSource.of(fixedText);
  }

  /**
   * What a fix teaches.
   *
   * @param issue the crash that the fix would have been for
   * @param line the source line that failed
   * @param operator whose recipe it is
   */
  public record Lesson(Issue issue, String line, Recipe recipe, String operator) {}

  /** Whether a case's recipe was made for such a place, as far as the name of its maker tells. */
  static boolean suits(String operator, Site.Kind kind) {
    return !operator.startsWith(OWN) || operator.equals(nameFor(kind));
  }

  private static String nameFor(Site.Kind kind) {
    return OWN + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The lesson of one changed method.
   *
   * @param ordinal the method, as {@link ChangedMethods} counts
   * @param exceptionTypes what may have been thrown, the likeliest first
   * @param certain whether it is sure that something was thrown; else only what may have failed itself
   *     is looked at
   */
  public Optional<Lesson> lesson(int ordinal, List<String> exceptionTypes, boolean certain) {
    Fixed fixed = Fixed.of(this, ordinal);
    if (fixed == null) {
      return Optional.empty();
    }
    List<List<Site>> sites =
        exceptionTypes.stream()
            .map(type -> sites(type, fixed).stream()
                .filter(site -> certain || site.kind() != Site.Kind.SUSPECT).toList())
            .toList();
    for (List<Site> failed : sites) {
      Optional<Lesson> lesson = byOperator(failed, fixed);
      if (lesson.isPresent()) {
        return lesson;
      }
    }
    return sites.stream().flatMap(failed -> generalised(failed, fixed).stream()).findFirst();
  }

  /** A method before and after its fix. */
  private record Fixed(int ordinal, TreePath old, String text, Difference difference,
      String owner) {

    static @Nullable Fixed of(RecipeLearner learner, int ordinal) {
      List<TreePath> olds =
          ParsedSource.methods(learner.before.unit(learner.file), learner.before.trees());
      List<TreePath> news = learner.parsed.methods();
      if (!learner.parsed.isValid() || ordinal >= olds.size() || ordinal >= news.size()) {
        return null;
      }
      TreePath old = olds.get(ordinal);
      TreePath now = news.get(ordinal);
      String owner =
          old.getParentPath().getLeaf() instanceof ClassTree type
              ? type.getSimpleName().toString() : "";
      return new Fixed(ordinal, old, learner.parsed.text(now.getLeaf()),
          Difference.between(old, now), owner);
    }

    /** Whether a text of the method is what the person made of it. */
    boolean isMadeBy(String method) {
      return Syntax.squeezed(method).equals(Syntax.squeezed(text))
          && syntax(method).equals(syntax(text));
    }

    private String syntax(String method) {
      String name = owner.isEmpty() ? "Anonymous" : owner;
      ParsedSource source = ParsedSource.of("class " + name + " {" + method + "}");
      return source.isValid() ? Syntax.of(source.unit()) : "";
    }
  }

  private Optional<Lesson> byOperator(List<Site> sites, Fixed fixed) {
    int tried = 0;
    for (RepairOperator operator : Operators.ALL) {
      for (Site site : sites) {
        if (!operator.knows(site.kind())) {
          continue;
        }
        for (Suggestion suggestion : operator.suggest(site)) {
          if (tried++ > SUGGESTIONS_MAX) {
            return Optional.empty();
          }
          boolean found =
              new Splicer(site).splices(suggestion.concrete()).stream()
                  .anyMatch(splice -> makes(fixed, splice, suggestion.also()));
          if (found) {
            return Optional.of(lesson(site, suggestion.recipe(), operator.name()));
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Lesson> generalised(List<Site> sites, Fixed fixed) {
    List<Lesson> lessons = new ArrayList<>();
    JavaModel typed = after.get();
    List<TreePath> methods = ParsedSource.methods(typed.unit(file), typed.trees());
    if (fixed.ordinal() >= methods.size()) {
      return Optional.empty();
    }
    Difference difference = Difference.between(fixed.old(), methods.get(fixed.ordinal()));
    for (Site site : sites) {
      if (site.kind() == Site.Kind.SUSPECT) {
        continue; // what did not fail is told by nothing but its operator
      }
      for (Recipe recipe : recipes(site, difference, typed)) {
        boolean roundTrip =
            new Splicer(site).splices(recipe).stream()
                .anyMatch(splice -> makes(fixed, splice, List.of()));
        if (roundTrip) {
          lessons.add(lesson(site, recipe, nameFor(site.kind())));
        }
      }
    }
    return lessons.stream().min(Comparator.comparingInt(it -> fixedChars(it.recipe())));
  }

  /** How much of a template is the same everywhere: the less, the more general it is. */
  private static int fixedChars(Recipe recipe) {
    int count = 0;
    boolean hole = false;
    for (int i = 0; i < recipe.template().length(); i++) {
      hole |= recipe.template().startsWith("${", i);
      count += hole ? 0 : 1;
      hole &= recipe.template().charAt(i) != '}';
    }
    return count;
  }

  /** What the difference may be as a change at a site, the most general first. */
  private List<Recipe> recipes(Site site, Difference difference, JavaModel typed) {
    List<Recipe> recipes = new ArrayList<>();
    Splicer splicer = new Splicer(site);
    for (boolean neutral : new boolean[] {true, false}) {
      for (Shape shape : Shape.values()) {
        TreePath target = splicer.target(shape);
        if (target == null || shape == Shape.REPLACE_RUN) {
          continue;
        }
        Generalised general = new Generalised(typed, site, target, neutral);
        boolean precedes = shape == Shape.BEFORE_STATEMENT || shape == Shape.BODY_START;
        String template =
            precedes
                ? difference.next() != null && difference.next().getLeaf() == target.getLeaf()
                    ? general.statements(difference.added()) : null
                : replacement(general, target, difference.pairs());
        if (template != null && speaksOfCulprit(template)) {
          recipes.add(new Recipe(shape, template));
        }
      }
    }
    return recipes;
  }

  private static @Nullable String replacement(
      Generalised general, TreePath target, List<Pair> pairs) {
    TreePath old = Difference.bare(target);
    for (Pair pair : pairs) {
      if (pair.before().getLeaf() == old.getLeaf()) {
        return target.getLeaf() instanceof StatementTree
            ? general.statements(List.of(pair.after())) : general.expression(pair.after());
      }
    }
    return null;
  }

  /** A change that does not speak of what failed would fit every crash. */
  private static boolean speaksOfCulprit(String template) {
    return List.of("${culprit}", "${operand}", "${size}", "${isEmpty}", "${isPresent}",
        "${isZero}", "${isNotZero}", "${left}", "${right}", "${argument}").stream()
        .anyMatch(template::contains)
        || template.startsWith("try {");
  }

  private boolean makes(Fixed fixed, Splice splice, List<Edit> also) {
    int start = before.start(before.unit(file), fixed.old().getLeaf());
    int end = before.end(before.unit(file), fixed.old().getLeaf());
    StringBuilder method = new StringBuilder(before.text(fixed.old()));
    List<Edit> edits = new ArrayList<>(splice.edits());
    edits.addAll(also);
    edits.sort(Comparator.comparingInt(Edit::start).reversed());
    for (Edit edit : edits) {
      if (edit.file().equals(file) && edit.start() >= start && edit.end() <= end) {
        method.replace(edit.start() - start, edit.end() - start, edit.replacement());
      }
    }
    return fixed.isMadeBy(method.toString());
  }

  private Lesson lesson(Site site, Recipe recipe, String operator) {
    Location place = site.location();
    String line =
        before.text(file).lines().skip(Math.max(0, place.line() - 1L)).findFirst().orElse("")
            .strip();
    return new Lesson(
        diagnosis(refined(site), false, place).issue(), line, recipe, operator);
  }

  /** Which index exception it was: arrays, texts and lists have their own. */
  private static String refined(Site site) {
    String type = site.crash().type();
    TreePath operand = site.operand();
    TypeMirror of = operand == null ? null : site.model().typeOf(operand);
    if (!type.endsWith("IndexOutOfBoundsException") || operand == null || of == null) {
      return type;
    }
    if (of.getKind() == TypeKind.ARRAY) {
      return "java.lang.ArrayIndexOutOfBoundsException";
    }
    return new Typing(site.model()).is(operand, "java.lang.CharSequence")
        ? "java.lang.StringIndexOutOfBoundsException" : "java.lang.IndexOutOfBoundsException";
  }

  /** What may have failed near the change if such an exception was thrown there, the nearest first. */
  private List<Site> sites(String exceptionType, Fixed fixed) {
    Set<String> seen = new HashSet<>();
    Map<Site, Integer> found = new LinkedHashMap<>();
    for (int line : lines(fixed)) {
      for (boolean inLibrary : new boolean[] {false, true}) {
        Diagnosis diagnosis = diagnosis(exceptionType, inLibrary, location(fixed, line));
        List<Site> sites = new ArrayList<>(Culprits.of(before, diagnosis));
        Suspects.of(before, diagnosis).stream().filter(it -> it.cost() == 0)
            .forEach(it -> sites.add(it.site()));
        for (Site site : sites) {
          String key =
              site.kind() + " " + site.fault() + " "
                  + System.identityHashCode(site.culprit().getLeaf()) + " "
                  + System.identityHashCode(site.expression().getLeaf());
          if (found.size() < SITES_MAX && seen.add(key)) {
            found.put(site, site.distance());
          }
        }
      }
    }
    return found.entrySet().stream().sorted(Map.Entry.comparingByValue()).map(Map.Entry::getKey)
        .toList();
  }

  /** The lines of the method near the change, those of the change itself first. */
  private List<Integer> lines(Fixed fixed) {
    var unit = before.unit(file);
    TreePath next = fixed.difference().next();
    TreePath at = next == null ? fixed.difference().pairs().getFirst().before() : next;
    int changed = before.line(unit, Math.max(0, before.start(unit, at.getLeaf())));
    int first = before.line(unit, before.start(unit, fixed.old().getLeaf()));
    int last = before.line(unit, before.end(unit, fixed.old().getLeaf()) - 1);
    Set<Integer> lines =
        new TreeSet<>(
            Comparator.<Integer>comparingInt(line -> Math.abs(line - changed))
                .thenComparingInt(line -> -line));
    for (int line = Math.max(first, changed - LINES_AROUND);
        line <= Math.min(last, changed + LINES_AROUND); line++) {
      lines.add(line);
    }
    return List.copyOf(lines);
  }

  private Location location(Fixed fixed, int line) {
    String className =
        before.trees().getElement(fixed.old().getParentPath()) instanceof TypeElement type
            ? before.elements().getBinaryName(type).toString() : "";
    String method =
        fixed.old().getLeaf() instanceof MethodTree tree ? tree.getName().toString() : "";
    return new Location(file, className, method, line, 0);
  }

  private static Diagnosis diagnosis(String exceptionType, boolean inLibrary, Location place) {
    Frame frame = new Frame(place.className(), place.method(), null, place.line());
    List<Frame> frames =
        inLibrary
            ? List.of(new Frame("java.lang.Object", "call", null, 1), frame) : List.of(frame);
    Issue issue =
        new Issue("", "", new Fingerprint("0000000000000000"), exceptionType, exceptionType, frame,
            Issue.Status.RESOLVED, 1, Instant.EPOCH, Instant.EPOCH, Set.of(), "", null,
            new StackTrace(exceptionType, null, frames, null, List.of()), List.of(frame), null);
    return new Diagnosis(issue, "", List.of(place));
  }
}
