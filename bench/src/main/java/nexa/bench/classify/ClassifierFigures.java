package nexa.bench.classify;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import nexa.bench.Options;
import nexa.bench.classify.Scores.Answer;
import nexa.heal.classify.Classifier;
import nexa.heal.classify.Corrections;
import nexa.heal.recall.OnnxEmbedder;
import nexa.issue.Category;

/** Scores the classifier on the labelled events, with rules only and with neighbours, and prints a table. */
public final class ClassifierFigures {

  static final String SET = "labelled.txt";
  static final String FRESH_1 = "fresh-1.txt";
  static final String FRESH_2 = "fresh-2.txt";

  private static final int CORRECTIONS_MAX = 500;
  private static final int CONFUSIONS_MAX = 8;

  private static final String HEAD =
      """
      | events | way | n | accuracy | macro-F1 | fault right / wrong | sure | right of sure / of others | \
      calibration error | µs an event |
      |---|---|---|---|---|---|---|---|---|---|""";

  private ClassifierFigures() {}

  /** One way to classify. */
  private record Way(String name, Classifier classifier) {}

  /** One part of the labelled events. */
  private record Part(String name, List<LabelledEvent> events) {}

  /**
   * @param arguments {@code parts=made,scored,fresh-1,fresh-2}, or {@code file=} for events from outside the
   *     repository; {@code wrong=made} prints each wrong answer of a part; {@code state=} the folder
   *     that keeps the unpacked model
   */
  public static void main(String[] arguments) throws IOException {
    Options options = new Options(arguments);
    List<String> wanted = options.list("parts", "made,scored,fresh-1,fresh-2");
    String file = options.text("file", "");
    List<Part> parts =
        file.isEmpty()
            ? parts().filter(part -> wanted.contains(part.name())).toList()
            : List.of(new Part("file", LabelledSet.read(Files.readString(Path.of(file)))));
    String wrong = options.text("wrong", "");
    String state = options.text("state", "");
    Path folder = state.isEmpty() ? Files.createTempDirectory("nexa-classify") : Path.of(state);
    try (OnnxEmbedder embedder = new OnnxEmbedder(folder)) {
      List<Way> ways =
          List.of(
              new Way("rules", new Classifier(none())),
              new Way("rules and prototypes", new Classifier(embedder, none())),
              new Way("and taught by made", taught(embedder)));
      System.out.println(HEAD);
      for (Part part : parts) {
        for (Way way : ways) {
          print(part, way, part.name().equals(wrong));
        }
      }
    }
  }

  private static Corrections none() {
    return Corrections.inMemory(CORRECTIONS_MAX);
  }

  /** A classifier to which a person has said the category of each event that rules are made with. */
  private static Classifier taught(OnnxEmbedder embedder) throws IOException {
    Classifier learning = new Classifier(embedder, none());
    LabelledSet.resource(SET).stream()
        .filter(LabelledEvent::made)
        .forEach(each -> learning.correct(each.event(), each.category()));
    return learning;
  }

  private static Stream<Part> parts() throws IOException {
    List<LabelledEvent> set = LabelledSet.resource(SET);
    return Stream.of(
        new Part("made", set.stream().filter(LabelledEvent::made).toList()),
        new Part("scored", set.stream().filter(each -> !each.made()).toList()),
        new Part("fresh-1", LabelledSet.resource(FRESH_1)),
        new Part("fresh-2", LabelledSet.resource(FRESH_2)));
  }

  private static void print(Part part, Way way, boolean wrong) {
    long start = System.nanoTime();
    Scores scores =
        new Scores(
            part.events().stream()
                .map(each -> new Answer(each, way.classifier().classify(each.event())))
                .toList());
    double micros = (System.nanoTime() - start) / 1e3 / part.events().size();
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %d | %.3f | %.3f | %.2f / %.2f | %.2f | %.3f / %.3f | %.3f | %.0f |%n",
        part.name(), way.name(), part.events().size(), scores.accuracy(), scores.macroF1(),
        scores.faultsRight(), scores.faultsWrong(), scores.sure(), scores.sureRight(),
        scores.unsureRight(), scores.calibrationError(), micros);
    System.out.println("    F1: " + byCategory(scores.f1()));
    System.out.println("    wrong: " + String.join(", ", scores.confusions(CONFUSIONS_MAX)));
    if (wrong) {
      scores.answers().stream().filter(answer -> !answer.isRight())
          .forEach(ClassifierFigures::print);
    }
  }

  private static String byCategory(Map<Category, Double> f1) {
    return f1.entrySet().stream()
        .map(entry -> Scores.name(entry.getKey())
            + String.format(Locale.ROOT, " %.2f", entry.getValue()))
        .collect(joining(", "));
  }

  private static void print(Answer answer) {
    System.out.printf(
        Locale.ROOT, "    %s, said %s %.2f: %s%n", Scores.name(answer.labelled().category()),
        Scores.name(answer.given().category()), answer.given().confidence(),
        answer.given().reason());
  }
}
