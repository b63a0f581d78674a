package nexa.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps what was thought: one line when a thought begins and one when it ends, each within its parents. */
public final class FakeThoughts implements Thoughts {

  private final List<String> lines = new ArrayList<>();
  private int open;

  @Override
  public Thought begin(String name, Map<String, String> facts) {
    return begun("", name, facts);
  }

  /** Such as {@code sandbox/candidate REFUSED {reason=red}}. */
  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** How many have begun and not ended. */
  public synchronized int open() {
    return open;
  }

  private synchronized Thought begun(String path, String name, Map<String, String> facts) {
    String here = path + name;
    lines.add(here + " " + new TreeMap<>(facts));
    open++;
    return new Thought() {
      @Override
      public Thought begin(String within, Map<String, String> more) {
        return begun(here + "/", within, more);
      }

      @Override
      public void end(End end, Map<String, String> more) {
        ended(here + " " + end + " " + new TreeMap<>(more));
      }
    };
  }

  private synchronized void ended(String line) {
    lines.add(line);
    open--;
  }
}
