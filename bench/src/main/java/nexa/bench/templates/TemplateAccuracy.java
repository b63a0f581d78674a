package nexa.bench.templates;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        new StringBuilder("| system | GA | FGA | GA as answered | FGA as answered | found | labels |\n");
    table.append("|---|---|---|---|---|---|---|\n");
    for (boolean chosen : new boolean[] {true, false}) {
      List<LabelledLog> half =
          logs.stream().filter(log -> CHOSEN_ON.contains(log.system()) == chosen).toList();
      appendHalf(table, half, chosen ? "chosen on" : "only scored");
    }
    return table.toString();
  }

  private static void appendHalf(StringBuilder table, List<LabelledLog> half, String name) {
    double[] sums = new double[4];
    for (LabelledLog log : half) {
      TemplateMiner miner = new TemplateMiner();
      List<Long> answered =
          log.messages().stream().map(message -> miner.match(message).id()).toList();
      GroupingScore then = GroupingScore.of(answered, log.labels());
      GroupingScore now =
          GroupingScore.of(
              answered.stream().map(id -> miner.template(id).map(Template::id)).toList(),
              log.labels());
      double[] row = {now.messages(), now.groups(), then.messages(), then.groups()};
      for (int i = 0; i < row.length; i++) {
        sums[i] += row[i] / half.size();
      }
      append(table, log.system(), row);
      table.append(" " + now.found() + " | " + now.labels() + " |\n");
    }
    append(table, "**mean of " + half.size() + ", " + name + "**", sums);
    table.append(" | |\n");
  }

  private static void append(StringBuilder table, String name, double[] row) {
    table.append("| " + name + " |");
    for (double value : row) {
      table.append(String.format(Locale.ROOT, " %.3f |", value));
    }
  }
}
