package nexa.bench.templates;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import nexa.bench.Options;
import nexa.collect.template.Template;
import nexa.collect.template.TemplateMiner;

/**
 * How well templates are mined from loghub's labelled logs, and how fast, as Markdown. Arguments are {@code
 * key=value}: {@code data}, the folder; {@code systems}, to leave others out; {@code show}, a system whose wrong groups
 * are printed; {@code rounds} over all messages for the speed, 0 for none.
 */
public final class TemplateAccuracy {

  /** The even ones of the alphabet; the rules were made looking at these alone. */
  private static final Set<String> CHOSEN_ON =
      Set.of(
          "Apache",
          "Hadoop",
          "HealthApp",
          "Linux",
          "OpenSSH",
          "Proxifier",
          "Thunderbird",
          "Zookeeper");

  private TemplateAccuracy() {}

  public static void main(String[] arguments) throws IOException {
    Options options = new Options(arguments);
    List<String> systems = options.list("systems", "");
    List<LabelledLog> logs = new ArrayList<>(LabelledLog.under(Path.of(options.text("data", "."))));
    logs.removeIf(log -> !systems.contains("") && !systems.contains(log.system()));
    if (logs.isEmpty()) {
      throw new IllegalArgumentException("No labelled logs in data=" + options.text("data", "."));
    }
    String speed = MiningSpeed.measure(logs, options.number("rounds", 100));
    System.out.print(accuracy(logs) + speed);
    for (LabelledLog log : logs) {
      if (log.system().equals(options.text("show", ""))) {
        System.out.print(WrongGroups.of(log));
      }
    }
  }

  private static String accuracy(List<LabelledLog> logs) {
    StringBuilder table =
        new StringBuilder(
            "| system | GA | FGA | GA as answered | FGA as answered | found | labels |\n");
    table.append("|---|---|---|---|---|---|---|\n");
    List<double[]> all = new ArrayList<>();
    for (boolean chosen : new boolean[] {true, false}) {
      List<double[]> half = new ArrayList<>();
      for (LabelledLog log : logs) {
        if (CHOSEN_ON.contains(log.system()) == chosen) {
          half.add(row(log));
          append(table, log.system(), half.get(half.size() - 1));
        }
      }
      append(table, "**mean, " + (chosen ? "chosen on" : "only scored") + "**", mean(half));
      all.addAll(half);
    }
    append(table, "**mean of all**", mean(all));
    return table.toString();
  }

  /** Scores by the templates at the end, by the ids as they were answered, and how many there are. */
  private static double[] row(LabelledLog log) {
    TemplateMiner miner = new TemplateMiner();
    List<Long> answered =
        log.messages().stream().map(message -> miner.match(message).id()).toList();
    List<Optional<Long>> current =
        answered.stream().map(id -> miner.template(id).map(Template::id)).toList();
    GroupingScore then = GroupingScore.of(answered, log.labels());
    GroupingScore now = GroupingScore.of(current, log.labels());
    return new double[] {
      now.messages(), now.groups(), then.messages(), then.groups(), now.found(), now.labels()
    };
  }

  private static double[] mean(List<double[]> rows) {
    double[] mean = new double[6];
    for (double[] row : rows) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += row[i] / rows.size();
      }
    }
    return mean;
  }

  private static void append(StringBuilder table, String name, double[] row) {
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %.3f | %.3f | %.3f | %.3f | %.0f | %.0f |%n",
            name, row[0], row[1], row[2], row[3], row[4], row[5]));
  }
}
