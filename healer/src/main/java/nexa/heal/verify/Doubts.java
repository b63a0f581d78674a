package nexa.heal.verify;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexa.event.Frame;
import nexa.heal.source.ParsedSource;
import nexa.issue.Diagnosis;
import nexa.issue.Location;
import nexa.issue.Reproduction;
import nexa.patch.Edit;
import nexa.patch.Patch;

/** What speaks against showing a patch as a fix, told from the patch, the crash and the code around it. */
record Doubts(Diagnosis diagnosis, Reproduction reproduction, ParsedTree parsed) {

  /** Exceptions that no input is to blame for. */
  private static final Set<String> MISTAKES =
      Set.of("java.lang.NullPointerException", "java.lang.ClassCastException",
          "java.lang.ArithmeticException", "java.util.ConcurrentModificationException");

  /** What is thrown on purpose at who calls wrongly. */
  private static final Set<String> REFUSALS =
      Set.of("java.lang.IllegalArgumentException", "java.lang.IllegalStateException");

  private static final String NEW = "throw new ";

  /** Calls that go through the change and give the same as before can take this doubt away. */
  static final String GUESSED =
      "computes something else for every input, which only this one crash speaks for";

  /** The operator that goes by the index or the bound beside the one at hand. */
  private static final String SHIFTING = "off-by-one";

  /** Calls that go through it and give the same only show that nobody looks at the value. */
  private static final String SHIFTED =
      "takes the index or bound beside the one at hand for every input, also where that one was well";

  /**
   * Why a patch should not be shown as a fix even if it is green, empty when nothing speaks against it.
   *
   * @param isCalledFor whether something in the program calls for its silencing
   */
  String of(Patch patch, Optional<Silencing> silencing, boolean isCalledFor) {
    if (isPassedBy(patch)) {
      return "leaves the method as it is that documents what it does with null";
    }
    if (blamesTheWorld(patch)) {
      return "turns a mistake of the code into an exception about the world outside";
    }
    if (translatesARefusal(patch)) {
      return "gives another name to what the project's own check refused its own code";
    }
    if (renamesAMistake(patch)) {
      return "gives another name to what went wrong in the project's own code that it calls";
    }
    if (isSearchedInstead() && thrown(patch).isPresent()) {
      return "refuses an input that was searched, where the service had another one";
    }
    if (refusesForAnotherReason(patch)) {
      return "throws what the method promises for something else than null";
    }
    if (FieldMakers.speakAgainst(parsed, patch)) {
      return "makes the field in this method only, which the rest of its class speaks against";
    }
    if (FieldMakers.goesByWhatIsMadeOnDemand(parsed, patch)) {
      return "goes by where a field is null that its class makes on demand";
    }
    if (patch.risks().contains(Patch.GUESS) && !Boundary.isMoved(parsed.tree(), patch)) {
      return patch.origin().name().equals(SHIFTING) ? SHIFTED : GUESSED;
    }
    return isCalledFor ? "" : silencing.map(Doubts::words).orElse("");
  }

  /** Whether a patch changes only callers of a method that says itself what it does with null. */
  private boolean isPassedBy(Patch patch) {
    Location place = diagnosis.locations().getFirst();
    ParsedSource source = parsed.of(place.file());
    return diagnosis.issue().exceptionType().equals("java.lang.NullPointerException")
        && source
            .methodAtLine(place.line())
            .filter(method -> Promise.speaksOfNull(source, method))
            .filter(method -> patch.edits().stream().noneMatch(this::isInCrashed))
            .isPresent();
  }

  /** Whether a slip of the code is passed off as a file or database that failed. */
  private boolean blamesTheWorld(Patch patch) {
    return thrown(patch)
        .filter(type -> type.startsWith("java.io.") || type.startsWith("java.sql."))
        .filter(
            type -> MISTAKES.contains(diagnosis.issue().exceptionType())
                || patch.edits().stream()
                    .map(edit -> parsed.tree().text(edit.file()))
                    .noneMatch(text -> text.contains("new " + simple(type) + "(")))
        .isPresent();
  }

  /** Whether what the project's own check threw at its own code is caught and thrown as something else. */
  private boolean translatesARefusal(Patch patch) {
    List<Frame> frames = diagnosis.issue().stackTrace().root().frames();
    return REFUSALS.contains(diagnosis.issue().exceptionType())
        && frames.indexOf(diagnosis.issue().topFrame()) == 0
        && diagnosis.locations().size() > 1
        && patch.recipe().template().contains("catch (")
        && thrown(patch).isPresent();
  }

  /** Whether a caller catches what failed in the project's own code, and throws something else. */
  private boolean renamesAMistake(Patch patch) {
    List<Frame> frames = diagnosis.issue().stackTrace().root().frames();
    return frames.indexOf(diagnosis.issue().topFrame()) == 0
        && patch.recipe().template().contains("catch (")
        && thrown(patch).isPresent()
        && patch.edits().stream().noneMatch(this::isInCrashed);
  }

  /** Whether an edit is in the method that crashed. */
  private boolean isInCrashed(Edit edit) {
    Location place = diagnosis.locations().getFirst();
    ParsedSource source = parsed.of(place.file());
    return edit.file().equals(place.file())
        && source
            .methodAtLine(place.line())
            .filter(
                method -> source.start(method.getLeaf()) <= edit.start()
                    && edit.end() <= source.end(method.getLeaf()))
            .isPresent();
  }

  /** Whether the input that reproduces is not the captured one, which may well be valid. */
  boolean isSearchedInstead() {
    return diagnosis.issue().snapshot() != null
        && reproduction.from() == Reproduction.From.SEARCH;
  }

  /** Whether what was null is answered by an exception that is documented, but not for null. */
  private boolean refusesForAnotherReason(Patch patch) {
    Edit edit = patch.edits().getFirst();
    ParsedSource source = parsed.of(edit.file());
    return diagnosis.issue().exceptionType().equals("java.lang.NullPointerException")
        && thrown(patch)
            .flatMap(
                type -> source
                    .methodAt(edit.start())
                    .filter(
                        method -> !Promise.documented(source, method, "null")
                            .contains(simple(type))))
            .isPresent();
  }

  /** The qualified type that a patch throws. */
  private static Optional<String> thrown(Patch patch) {
    String template = patch.recipe().template();
    int made = template.indexOf(NEW);
    int end = made < 0 ? -1 : template.indexOf('(', made);
    return end < 0
        ? Optional.empty()
        : Optional.of(template.substring(made + NEW.length(), end));
  }

  private static String simple(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  private static String words(Silencing silencing) {
    String value = silencing.value().isEmpty() ? "nothing" : silencing.value();
    return switch (silencing.kind()) {
      case RETURNS -> "only returns " + value + " instead, which nothing in the code or its"
          + " documentation calls for";
      case DEFAULTS -> "only goes on with " + value + " instead, which nothing in the code or its"
          + " documentation calls for";
      case SKIPS, SKIPS_IN_LOOP, SKIPS_ROUND ->
          "only leaves out what crashed, and nothing in the code or its"
              + " documentation says that it may be left out";
      case SWALLOWS -> "only catches the exception and goes on";
      case CLAMPS -> "only goes on with the nearest index, where an exception is promised";
      case ENDS_LOOP ->
          "only ends the loop before the end, where its method promises an exception or"
              + " makes what it walks through shorter";
      case UNCHECKS -> "takes a check away that the code makes on purpose";
    };
  }
}
