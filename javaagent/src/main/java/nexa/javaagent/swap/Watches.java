package nexa.javaagent.swap;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What is woven for watches: which methods, and what their numbers in the woven code stand for. */
public final class Watches {

  private final Map<Class<?>, Map<String, Integer>> woven =
      new ConcurrentHashMap<Class<?>, Map<String, Integer>>();
  private final Map<Integer, Probe> probes = new ConcurrentHashMap<Integer, Probe>();
  private final AtomicInteger next = new AtomicInteger();
  private volatile @Nullable Recorder bare;

  /**
   * Weaves what belongs into a class that is being redefined.
   *
   * @param original its bytes as they came
   * @param captured its bytes with captures, or null when it has none
   */
  public byte @Nullable [] weave(
      @Nullable Class<?> redefined, byte[] original, byte @Nullable [] captured) {
    if (redefined == null) {
      return captured;
    }
    Recorder recording = bare;
    if (recording != null && recording.records(redefined, original)) {
      return null;
    }
    Map<String, Integer> methods = woven.get(redefined);
    return methods == null
        ? captured
        : WatchWeaver.weave(captured == null ? original : captured, methods, "java/lang/NexaSpy");
  }

  /** A watched method is called. */
  public void entering(int id, ThreadCalls calls, boolean inRequest) {
    Probe probe = probes.get(id);
    if (probe != null) {
      calls.enter(id, System.nanoTime());
      if (inRequest) {
        calls.pass(probe.phase);
      }
    }
  }

  /** A watched method returns. */
  public void returning(int id, ThreadCalls calls) {
    long nanos = calls.leave(id, System.nanoTime());
    Probe probe = probes.get(id);
    if (probe != null) {
      probe.phase.returned(probe.method, nanos);
    }
  }

  /** An exception leaves a watched method. */
  public void escaping(int id, ThreadCalls calls, Throwable thrown) {
    long nanos = calls.leave(id, System.nanoTime());
    Probe probe = probes.get(id);
    if (probe != null) {
      probe.watch.threw(probe.phase, probe.method, nanos, thrown);
    }
  }

  /** Nothing of ours is woven into the classes that this records, until told otherwise. */
  void bare(@Nullable Recorder recorder) {
    bare = recorder;
  }

  /**
   * Has the methods of a class woven from its next redefinition on, for one phase of a watch.
   *
   * @param methods each {@code name(descriptor)}
   */
  void put(Class<?> type, Set<String> methods, Watch watch, Tally phase) {
    remove(type);
    Map<String, Integer> ids = new HashMap<String, Integer>();
    for (String method : methods) {
      int id = next.getAndIncrement();
      probes.put(id, new Probe(watch, phase, type.getName() + "#" + method));
      ids.put(method, id);
    }
    woven.put(type, ids);
  }

  /** Has nothing woven into a class from its next redefinition on; what still runs counts no more. */
  void remove(Class<?> type) {
    Map<String, Integer> ids = woven.remove(type);
    if (ids != null) {
      probes.keySet().removeAll(ids.values());
    }
  }

  /** What a number in woven code stands for. */
  private static final class Probe {
    final Watch watch;
    final Tally phase;
    final String method;

    Probe(Watch watch, Tally phase, String method) {
      this.watch = watch;
      this.phase = phase;
      this.method = method;
    }
  }
}
