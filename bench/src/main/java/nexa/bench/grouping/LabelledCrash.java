package nexa.bench.grouping;

import java.util.List;
import nexa.event.StackTrace;
import nexa.heal.group.CrashShape;
import nexa.heal.group.Embedding;
import nexa.heal.group.Fingerprints;
import nexa.issue.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * A crash whose cause is known.
 *
 * @param bug the label: crashes of one project with the same bug have the same cause
 * @param inApp the project's own classes, without its tests
 */
record LabelledCrash(
    String project,
    String bug,
    StackTrace trace,
    List<String> inApp,
    Fingerprint fingerprint,
    CrashShape shape) {

  static LabelledCrash of(String project, String bug, StackTrace trace, List<String> inApp) {
    return new LabelledCrash(
        project, bug, trace, inApp, Fingerprints.of(trace, inApp), CrashShape.of(trace, inApp));
  }

  /** With the vector of its text, or without when there is no model. */
  LabelledCrash embedded(@Nullable Embedding embedding) {
    return embedding == null
        ? this
        : new LabelledCrash(
            project, bug, trace, inApp, fingerprint, shape.embedded(embedding));
  }
}
