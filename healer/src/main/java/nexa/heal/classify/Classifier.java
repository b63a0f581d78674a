package nexa.heal.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import nexa.event.Event;
import nexa.event.StackTrace;
import nexa.heal.classify.Neighbours.Known;
import nexa.heal.recall.Embedder;
import nexa.issue.Category;
import nexa.issue.Classification;
import nexa.issue.Classification.Fault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what kind of failure an event is, by rules over names, words, places and statuses first, and by
 * the nearest known texts where the rules say little. What people corrected counts before both.
 *
 * <p>Each throwable gives the strongest of its clues; of the throwables the root's counts most, as
 * wrappers say less about a cause. Where nothing says enough the answer is {@link Category#OTHER}.
 * Everything runs on this host; an event is looked at up to a bounded number of causes, frames and
 * characters.
 */
public final class Classifier {

  private static final Logger log = LoggerFactory.getLogger(Classifier.class);

  /** Sentences that stand for the kinds of failure. */
  private static final List<Known> PROTOTYPES =
      Table.read("prototypes.txt").stream()
          .flatMap(row -> row.entries().stream().map(each -> new Known(each, row.category())))
          .toList();

  private static final int CORRECTIONS_MAX = 500;

  /** Below this the rules say little, and the neighbours are asked. */
  private static final double TELLING = 0.7;

  /** Below this more answers were found to be wrong than right: nothing is said. */
  private static final double SAYABLE = 0.55;

  private static final double ABSTAINED = 0.5;
  private static final double CORRECTED = 0.98;
  private static final double CORRECTED_TWIN = 0.93;
  private static final double TWIN = 0.93;
  private static final int QUOTED_MAX = 200;

  private final @Nullable Neighbours neighbours;
  private final Corrections corrections;
  private volatile boolean modelMissing;

  /** A classifier by rules and corrections alone. */
  public Classifier(Corrections corrections) {
    this(null, corrections);
  }

  /**
   * @param embedder asked where the rules say little; null for rules only
   */
  public Classifier(@Nullable Embedder embedder, Corrections corrections) {
    this.neighbours = embedder == null ? null : new Neighbours(embedder);
    this.corrections = corrections;
  }

  /** Classifies an event; the same event and corrections give the same answer. */
  public Classification classify(Event event) {
    Evidence evidence = Evidence.of(event);
    List<Correction> said = corrections.newest(CORRECTIONS_MAX);
    Optional<Clue> best =
        corrected(evidence, said).or(() -> telling(evidence, said));
    Clue clue =
        best.orElseGet(
            () -> new Clue(Category.OTHER, Fault.UNSURE, ABSTAINED, "nothing known fits"));
    return new Classification(
        clue.category(), Severities.of(event, evidence), clue.fault(), confidence(clue),
        sentence(clue.why()) + quoted(event));
  }

  /** Remembers what a person says that an event, and all like it, really is. */
  public Correction correct(Event event, Category category) {
    Evidence evidence = Evidence.of(event);
    Correction correction = new Correction(evidence.rootType(), evidence.text(), category);
    corrections.keep(correction);
    return correction;
  }

  private Optional<Clue> corrected(Evidence evidence, List<Correction> said) {
    if (evidence.text().isEmpty()) {
      return Optional.empty();
    }
    Optional<Clue> same =
        said.stream()
            .filter(each -> each.text().equals(evidence.text()))
            .findFirst()
            .map(each -> corrected(each.category(), evidence, CORRECTED, "the same failure"));
    return same.or(
        () -> asking(
            near -> near.twin(evidence.text(), ofType(said, evidence.rootType()), TWIN)
                .map(
                    twin -> corrected(
                        twin.category(), evidence, CORRECTED_TWIN, "a failure very like it"))));
  }

  /** What a person said of the category; whose fault it is, the rules may still know. */
  private static Clue corrected(
      Category category, Evidence evidence, double strength, String what) {
    Fault fault =
        Rules.of(evidence).filter(clue -> clue.category() == category).map(Clue::fault)
            .orElse(Fault.UNSURE);
    return new Clue(category, fault, strength, "a person said so of " + what);
  }

  private static List<Known> ofType(List<Correction> said, String type) {
    return said.stream()
        .filter(each -> each.rootType().equals(type))
        .map(each -> new Known(each.text(), each.category()))
        .toList();
  }

  private Optional<Clue> telling(Evidence evidence, List<Correction> said) {
    Optional<Clue> ruled = Rules.of(evidence);
    if (ruled.filter(clue -> clue.strength() >= TELLING).isPresent()) {
      return ruled;
    }
    List<Known> known = new ArrayList<>(PROTOTYPES);
    said.forEach(each -> known.add(new Known(each.text(), each.category())));
    Optional<Clue> voted = asking(near -> near.vote(evidence.text(), known));
    return Stream.of(ruled, voted)
        .flatMap(Optional::stream)
        .reduce(Classifier::together)
        .filter(clue -> clue.strength() >= SAYABLE);
  }

  /** Of two weak clues the stronger one; when they say the same, each speaks for the other. */
  private static Clue together(Clue ruled, Clue voted) {
    if (ruled.category() != voted.category()) {
      return voted.strength() > ruled.strength() ? voted : ruled;
    }
    double both = 1 - (1 - ruled.strength()) * (1 - voted.strength());
    return new Clue(
        ruled.category(), ruled.fault(), both, ruled.why() + ", and " + voted.why());
  }

  private <T> Optional<T> asking(Function<Neighbours, Optional<T>> question) {
    if (neighbours == null || modelMissing) {
      return Optional.empty();
    }
    try {
      return question.apply(neighbours);
    } catch (Embedder.Unavailable e) {
      modelMissing = true;
      log.warn("msg=\"classifying by rules only\" reason=\"{}\"", e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Strengths were set by what an author of rules knows. Of events that neither he nor the rules had
   * seen, about the square of a clue's strength were right.
   */
  private static double confidence(Clue clue) {
    return clue.strength() * clue.strength();
  }

  private static String sentence(String why) {
    return Character.toUpperCase(why.charAt(0)) + why.substring(1);
  }

  private static String quoted(Event event) {
    StackTrace trace = event.stackTrace();
    String said = trace == null ? event.message() : head(trace.root());
    return " (" + (said.length() <= QUOTED_MAX ? said : said.substring(0, QUOTED_MAX) + "…") + ")";
  }

  private static String head(StackTrace trace) {
    return trace.exceptionType() + (trace.message() == null ? "" : ": " + trace.message());
  }
}
