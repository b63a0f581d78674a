package nexa.bench.grouping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import nexa.bench.Options;
import nexa.bench.grouping.Rotation.Choice;
import nexa.bench.grouping.Rotation.Way;
import nexa.heal.group.Embedding;
import nexa.heal.group.Weights;
import org.jspecify.annotations.Nullable;

/** Groups crashes whose bugs are known, in several ways and orders, and prints how well. */
public final class GroupingFigures {

  private static final long SEARCH_SEED = 11;
  private static final String HEAD =
      "| way | AUC | Acc@1 | B3 F1 | B3 precision | B3 recall |\n|---|---|---|---|---|---|";

  private final Map<String, List<Replay>> replays;
  private final @Nullable Embedding embedding;
  private final int searched;

  private GroupingFigures(
      Map<String, List<Replay>> replays, @Nullable Embedding embedding, int searched) {
    this.replays = replays;
    this.embedding = embedding;
    this.searched = searched;
  }

  /**
   * @param arguments {@code data=} the folder {@code framework/projects} of a Defects4J checkout;
   *     {@code state=} a folder for the model; {@code orders=} shuffles; {@code searched=} weights tried;
   *     {@code parts=seen,held-out,latency}
   */
  public static void main(String[] arguments) throws IOException {
    Options options = new Options(arguments);
    List<String> parts = options.list("parts", "seen,held-out,latency");
    Path state =
        Path.of(options.text("state", System.getProperty("java.io.tmpdir") + "/nexa-grouping"));
    try (LocalModel model = new LocalModel(Files.createDirectories(state))) {
      if (parts.contains("seen")) {
        System.out.println(of(options, Defects4jCrashes.SEEN, null).rotated());
        System.out.println(of(options, Defects4jCrashes.SEEN, model).rotated());
      }
      if (parts.contains("held-out")) {
        System.out.println(of(options, Defects4jCrashes.HELD_OUT, null).heldOut());
        System.out.println(of(options, Defects4jCrashes.HELD_OUT, model).heldOut());
      }
      model.forget();
      if (parts.contains("latency")) {
        System.out.println("| decision, microseconds | CPU p50 | CPU p99 | wall p50 | wall p99 |");
        System.out.println("|---|---|---|---|---|");
        System.out.print(new Latency(null).rows() + new Latency(model).rows());
      }
    }
  }

  private static GroupingFigures of(
      Options options, Map<String, String> projects, @Nullable Embedding embedding)
      throws IOException {
    Path data = Path.of(options.text("data", "framework/projects"));
    int orders = options.number("orders", 5);
    Map<String, List<Replay>> replays = new LinkedHashMap<>();
    for (Map.Entry<String, String> project : projects.entrySet()) {
      List<LabelledCrash> crashes =
          Defects4jCrashes.read(data, project.getKey(), project.getValue()).stream()
              .map(crash -> crash.embedded(embedding))
              .toList();
      replays.put(
          project.getKey(),
          LongStream.rangeClosed(1, orders).mapToObj(seed -> Replay.of(crashes, seed)).toList());
    }
    return new GroupingFigures(replays, embedding, options.number("searched", 1_000));
  }

  /** Weights and thresholds chosen on all projects but one and scored on that one. */
  private String rotated() {
    Rotation guarded = new Rotation(replays, true);
    List<Way> ways = Ways.search(searched, embedding != null, SEARCH_SEED);
    Map<String, Choice> choices = guarded.choose(ways);
    List<String> lines = peers();
    lines.add(row("weighted features, by trace", guarded, choices));
    lines.add(grouped(choices).row("weighted features, by group"));
    lines.add(shipped(weights(), "").row("as shipped, chosen on all of them"));
    lines.add("");
    lines.add(HEAD);
    choices.forEach(
        (project, choice) -> lines.add(
            shipped(weights(choice), project).row(project + ", " + choice)));
    lines.add("chosen on all: " + guarded.chooseOnAll(ways));
    return String.join("\n", lines) + "\n";
  }

  /** What Nexa ships, on projects on which nothing was chosen. */
  private String heldOut() {
    List<String> lines = peers();
    lines.add(shipped(weights(), "").row("as shipped"));
    lines.add("");
    lines.add(HEAD);
    replays.keySet()
        .forEach(project -> lines.add(shipped(weights(), project).row(project)));
    return String.join("\n", lines) + "\n";
  }

  private List<String> peers() {
    Rotation bare = new Rotation(replays, false);
    List<Way> peers =
        embedding == null
            ? List.of(Ways.fingerprint(), Ways.typeAndCrashFrame(), Ways.commonPrefix())
            : List.of(Ways.meaning());
    List<String> lines = new ArrayList<>(List.of(sizes(), HEAD));
    for (Way peer : peers) {
      lines.add(row(peer.name(), bare, bare.choose(List.of(peer))));
    }
    return lines;
  }

  private String sizes() {
    return replays.values().stream()
        .map(orders -> orders.get(0).crashes())
        .map(crashes -> crashes.get(0).project() + " " + crashes.size())
        .collect(Collectors.joining(", ", "", embedding == null ? "; no vectors\n" : "\n"));
  }

  private String row(String name, Rotation rotation, Map<String, Choice> choices) {
    Figures figures = new Figures();
    choices.forEach((project, choice) -> figures.add(rotation.score(project, choice)));
    return figures.row(name);
  }

  private Figures grouped(Map<String, Choice> choices) {
    Figures figures = new Figures();
    choices.forEach((project, choice) -> figures.add(shipped(weights(choice), project)));
    return figures;
  }

  /** The groups Nexa makes of a project, or of all when none is named. */
  private Figures shipped(Weights weights, String only) {
    Figures figures = new Figures();
    ShippedGroups groups = new ShippedGroups(embedding, weights);
    replays.forEach(
        (project, orders) -> {
          if (only.isEmpty() || only.equals(project)) {
            orders.forEach(replay -> groups.addTo(figures, replay.crashes()));
          }
        });
    return figures;
  }

  private Weights weights() {
    return embedding == null ? Weights.SHIPPED : Weights.WITH_MEANING;
  }

  private static Weights weights(Choice choice) {
    Weights chosen = Objects.requireNonNull(choice.way().weights());
    return chosen.from(choice.join(), Weights.SHIPPED.similar());
  }
}
