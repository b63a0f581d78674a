package nexa.bench.templates;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How well a grouping of messages meets their labels: a group is right if its messages are all those of
 * one label.
 *
 * @param messages the part of the messages that are in a right group (GA, grouping accuracy)
 * @param groups F1 of right groups over all groups and all labels (FGA)
 * @param found how many groups there are
 * @param labels how many labels there are
 */
record GroupingScore(double messages, double groups, int found, int labels) {

  static GroupingScore of(List<?> groups, List<String> labels) {
    Map<Object, List<Integer>> found = byValue(groups);
    Map<Object, List<Integer>> wanted = byValue(labels);
    Set<List<Integer>> wantedGroups = new HashSet<>(wanted.values());
    int right = 0;
    int rightMessages = 0;
    for (List<Integer> group : found.values()) {
      if (wantedGroups.contains(group)) {
        right++;
        rightMessages += group.size();
      }
    }
    return new GroupingScore(
        rightMessages / (double) labels.size(),
        2.0 * right / (found.size() + wanted.size()),
        found.size(),
        wanted.size());
  }

  private static Map<Object, List<Integer>> byValue(List<?> values) {
    Map<Object, List<Integer>> places = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      places.computeIfAbsent(values.get(i), value -> new ArrayList<>()).add(i);
    }
    return places;
  }
}
