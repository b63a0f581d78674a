package nexa.javaagent.swap;

import java.util.ArrayList;
import java.util.List;

/** The watched calls one thread is in, and the watched phases its request has passed through. */
public final class ThreadCalls {

  private static final int DEPTH_MAX = 64;
  private static final int PASSED_MAX = 8;

  private int[] probes = {};
  private long[] nanos = {};
  private int depth;
  private final List<Tally> passed = new ArrayList<Tally>(0);

  void enter(int probe, long nowNanos) {
    if (probes.length == 0) {
      probes = new int[DEPTH_MAX];
      nanos = new long[DEPTH_MAX];
    }
    if (depth < DEPTH_MAX) {
      probes[depth] = probe;
      nanos[depth] = nowNanos;
      depth++;
    }
  }

  /** Leaves a call, and with it those that were not seen to be left; its duration or -1. */
  long leave(int probe, long nowNanos) {
    for (int i = depth - 1; i >= 0; i--) {
      if (probes[i] == probe) {
        depth = i;
        return nowNanos - nanos[i];
      }
    }
    return -1;
  }

  void pass(Tally phase) {
    if (!passed.contains(phase) && passed.size() < PASSED_MAX) {
      passed.add(phase);
    }
  }

  /** The request of this thread is over. */
  public void requestEnds(boolean failed) {
    for (Tally phase : passed) {
      phase.request(failed);
    }
    passed.clear();
  }
}
