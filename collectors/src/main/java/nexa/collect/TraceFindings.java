package nexa.collect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nexa.event.Language;
import nexa.event.StackTrace;

/**
 * The stack traces that scanners found in one text, and what is left of the text's bounds.
 *
 * <p>Scanners know nothing of each other, so two may read the same lines: the message of one trace
 * may quote another, and the header of a .NET trace could be one of Java. Of traces that overlap
 * the one that begins first stays, of those that begin together the one with more frames, and a
 * trace without frames makes way for any other.
 */
final class TraceFindings {

  private static final int TRACES_MAX = 1_000;
  private static final int FRAMES_MAX = 65_536;

  private static final Comparator<Place> BY_RANK =
      Comparator.comparing((Place place) -> place.frames() == 0)
          .thenComparing(Place::firstLine)
          .thenComparing(Place::frames, Comparator.reverseOrder());

  private final List<Place> places = new ArrayList<>();
  private int framesLeft = FRAMES_MAX;

  /** Where a trace stands: both lines inclusive. */
  private record Place(int firstLine, int lastLine, int frames, FoundTrace found) {}

  /** Adds a trace unless there are too many. */
  void add(Language language, int firstLine, int lastLine, StackTrace trace) {
    if (!isFull()) {
      places.add(new Place(firstLine, lastLine, frames(trace), new FoundTrace(language, trace)));
    }
  }

  /** Whether {@value #TRACES_MAX} traces were found, so that no more are taken. */
  boolean isFull() {
    return places.size() >= TRACES_MAX;
  }

  /** Counts one frame; false when all {@value #FRAMES_MAX} are used up. */
  boolean takeFrame() {
    return takeFrames(1) > 0;
  }

  /** Counts up to so many frames; returns how many are allowed. */
  int takeFrames(int wanted) {
    int taken = Math.min(wanted, framesLeft);
    framesLeft -= taken;
    return taken;
  }

  int framesLeft() {
    return framesLeft;
  }

  /** The traces in order of appearance, without those that overlap a better one; all printable. */
  List<FoundTrace> inOrder() {
    places.sort(BY_RANK);
    TreeMap<Integer, Place> kept = new TreeMap<>();
    for (Place place : places) {
      Map.Entry<Integer, Place> before = kept.floorEntry(place.lastLine);
      if (before == null || before.getValue().lastLine < place.firstLine) {
        kept.put(place.firstLine, place);
      }
    }
    return kept.values().stream().map(Place::found).map(FoundTrace::printable).toList();
  }

  private static int frames(StackTrace trace) {
    int frames = 0;
    for (StackTrace at = trace; at != null; at = at.cause()) {
      frames += at.frames().size();
    }
    return frames;
  }
}
