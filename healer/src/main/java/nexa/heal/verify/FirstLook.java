package nexa.heal.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.sandbox.Sandbox.Look;
import nexa.heal.sandbox.Sandbox.Trial;
import nexa.issue.Reproduction;

/**
 * The quick test of a candidate: the reproduction and its neighbours, called in one JVM, held against
 * what the deployed commit does. Where that returned, the candidate must return the same.
 */
final class FirstLook {

  private static final Duration LOOK_MAX = Duration.ofSeconds(5);
  private static final int ATTEMPTS_MAX = 5;
  private static final int TEXT_MAX = 80;

  private final Sandbox.Session session;
  private final Neighbours neighbours;
  private final Map<String, Look> deployed;

  private FirstLook(
      Sandbox.Session session, Neighbours neighbours, Map<String, Look> deployed) {
    this.session = session;
    this.neighbours = neighbours;
    this.deployed = deployed;
  }

  /** What a look at a candidate said. */
  sealed interface Answer {

    /** Green, and no neighbour got worse. {@code seen} is equal for candidates that behave alike. */
    record Green(String seen) implements Answer {}

    /** Green, and a neighbour that was well returns something else. */
    record Other(String seen, String reason) implements Answer {}

    /** No good. */
    record Red(String reason) implements Answer {}

    /** Only a whole run can tell. */
    record Unknown() implements Answer {}
  }

  /** Looks at the deployed commit first; empty when looks do not show there what runs show. */
  static Optional<FirstLook> of(Sandbox.Session session, Reproduction reproduction) {
    Set<Integer> left = new HashSet<>();
    Set<String> hanging = new HashSet<>();
    for (int i = 0; i < ATTEMPTS_MAX; i++) {
      Neighbours neighbours = Neighbours.of(reproduction, left).without(hanging);
      Trial trial = trial(session, neighbours, Map.of());
      switch (trial.kind()) {
        case WHOLE -> {
          return settled(session, neighbours, trial);
        }
        case NOT_COMPILED -> {
          if (!left.addAll(lines(trial.reason(), reproduction.file()))) {
            return alone(session, reproduction);
          }
        }
        case BROKEN -> {
          if (trial.looks().isEmpty() || trial.looks().size() >= neighbours.calls().size()) {
            return alone(session, reproduction);
          }
          hanging.add(neighbours.methods().get(trial.looks().size()));
        }
        case UNABLE -> {
          return Optional.empty();
        }
      }
    }
    return alone(session, reproduction);
  }

  private static Optional<FirstLook> alone(Sandbox.Session session, Reproduction reproduction) {
    Neighbours alone = Neighbours.none(reproduction);
    Trial trial = trial(session, alone, Map.of());
    return trial.kind() == Trial.Kind.WHOLE ? settled(session, alone, trial) : Optional.empty();
  }

  /** A second look leaves out the neighbours that do not do the same twice. */
  private static Optional<FirstLook> settled(
      Sandbox.Session session, Neighbours neighbours, Trial first) {
    Trial second = trial(session, neighbours, Map.of());
    if (second.kind() != Trial.Kind.WHOLE
        || first.looks().size() != second.looks().size()
        || first.looks().isEmpty()
        || first.looks().getFirst().returned()) {
      return Optional.empty();
    }
    Map<String, Look> deployed = new LinkedHashMap<>();
    Set<String> unsteady = new HashSet<>();
    for (int i = 0; i < first.looks().size(); i++) {
      Look once = first.looks().get(i);
      Look again = second.looks().get(i);
      if (i > 0 && !isSame(once, again)) {
        unsteady.add(once.method());
      } else {
        deployed.put(once.method(), once);
      }
    }
    return Optional.of(new FirstLook(session, neighbours.without(unsteady), deployed));
  }

  private static boolean isSame(Look once, Look again) {
    return once.returned() == again.returned()
        && (!once.returned() || once.text().equals(again.text()));
  }

  private static Trial trial(
      Sandbox.Session session, Neighbours neighbours, Map<String, String> patched) {
    Map<String, String> overlay = new LinkedHashMap<>(patched);
    overlay.put(neighbours.file(), neighbours.source());
    return session.trial(overlay, neighbours.testClass(), neighbours.methods(), LOOK_MAX);
  }

  /** How many neighbours are looked at. */
  int neighbours() {
    return neighbours.calls().size() - 1;
  }

  /** How many of these return on the deployed commit. */
  long well() {
    return deployed.values().stream().filter(Look::returned).count();
  }

  /** How many neighbours that return on the deployed commit fail in a program. */
  long failing(Map<String, String> program) {
    return trial(session, neighbours, program).looks().stream()
        .filter(look -> !look.returned())
        .map(look -> deployed.get(look.method()))
        .filter(before -> before != null && before.returned())
        .count();
  }

  /** Looks at a candidate. */
  Answer at(Map<String, String> patched) {
    Trial trial = trial(session, neighbours, patched);
    return switch (trial.kind()) {
      case WHOLE -> judged(trial.looks());
      case NOT_COMPILED -> new Answer.Red("does not compile: " + trial.reason());
      case BROKEN -> broken(trial);
      case UNABLE -> new Answer.Unknown();
    };
  }

  private Answer broken(Trial trial) {
    if (trial.looks().isEmpty() || !trial.looks().getFirst().returned()) {
      return new Answer.Red("the run cannot be trusted: " + trial.reason());
    }
    Neighbours.Call call =
        neighbours.calls().get(Math.min(trial.looks().size(), neighbours.calls().size() - 1));
    return new Answer.Red(
        "does not end where the deployed commit does, when " + call.changed() + ": "
            + trial.reason());
  }

  private Answer judged(List<Look> looks) {
    if (!looks.getFirst().returned()) {
      return new Answer.Red("the reproduction is still red: " + firstLine(looks.getFirst().text()));
    }
    List<String> seen = new ArrayList<>();
    String other = "";
    for (int i = 0; i < looks.size(); i++) {
      Look now = looks.get(i);
      seen.add(now.returned() ? now.text() : firstLine(now.text()));
      Look before = deployed.get(now.method());
      if (i == 0 || before == null || !before.returned()) {
        continue;
      }
      String changed = neighbours.calls().get(i).changed();
      if (!now.returned()) {
        return new Answer.Red(
            "throws " + firstLine(now.text()) + " where the deployed commit returned, when "
                + changed);
      }
      if (other.isEmpty() && !now.text().equals(before.text())) {
        other =
            "returns " + bounded(now.text()) + " instead of " + bounded(before.text()) + ", when "
                + changed;
      }
    }
    String all = String.join("\n", seen);
    return other.isEmpty() ? new Answer.Green(all) : new Answer.Other(all, other);
  }

  /** The lines a compiler's errors name in a file. */
  private static Set<Integer> lines(String errors, String file) {
    Set<Integer> lines = new HashSet<>();
    for (String error : errors.split("; ")) {
      if (error.startsWith(file + ":")) {
        int end = error.indexOf(':', file.length() + 1);
        String line = end < 0 ? "" : error.substring(file.length() + 1, end);
        if (!line.isEmpty() && line.length() < 8 && line.chars().allMatch(Character::isDigit)) {
          lines.add(Integer.parseInt(line));
        }
      }
    }
    return lines;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static String bounded(String text) {
    return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX) + "…";
  }
}
