package nexa.bench.templates;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import nexa.collect.template.TemplateMiner;

/** Where the templates of a log and its labels part. */
final class WrongGroups {

  private WrongGroups() {}

  static String of(LabelledLog log) {
    TemplateMiner miner = new TemplateMiner();
    List<Long> answered =
        log.messages().stream().map(message -> miner.match(message).id()).toList();
    Map<String, TreeSet<String>> templates = new TreeMap<>();
    Map<String, TreeSet<String>> labels = new TreeMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < answered.size(); i++) {
      String text =
          miner
              .template(answered.get(i))
              .map(template -> template.count() + " " + template.text())
              .orElse("forgotten");
      String label = log.labels().get(i);
      counts.merge(label, 1, Integer::sum);
      templates.computeIfAbsent(label, key -> new TreeSet<>()).add(text);
      labels.computeIfAbsent(text, key -> new TreeSet<>()).add(label);
    }
    StringBuilder wrong = new StringBuilder();
    templates.forEach(
        (label, found) -> {
          if (found.size() > 1) {
            wrong.append("split " + label + " " + counts.get(label) + "\n");
            found.forEach(text -> wrong.append("    " + text + "\n"));
          }
        });
    labels.forEach(
        (text, of) -> {
          if (of.size() > 1) {
            wrong.append("joined " + of + " " + text + "\n");
          }
        });
    return wrong.toString();
  }
}
