package nexa.javaagent.capture;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers in woven code and the methods they stand for. A method keeps its number for good, so
 * that what is armed and disarmed again and again uses up none.
 */
final class Probes {

  static final int MAX = 4096;

  private final Map<String, Probe> byName = new HashMap<String, Probe>();
  private volatile @Nullable Probe[] all = new Probe[64];

  @Nullable Probe get(int number) {
    @Nullable Probe[] known = all;
    return number >= 0 && number < known.length ? known[number] : null;
  }

  /** The probe of a method, or null when all numbers are taken. */
  synchronized @Nullable Probe of(String className, MethodShape shape) {
    String name = className + "#" + shape.name + shape.descriptor;
    Probe probe = byName.get(name);
    if (probe == null && byName.size() < MAX) {
      probe = new Probe(byName.size(), className, shape.name, shape.descriptor);
      @Nullable Probe[] room =
          probe.id < all.length ? all : Arrays.copyOf(all, all.length * 2);
      room[probe.id] = probe;
      all = room;
      byName.put(name, probe);
    }
    return probe;
  }
}
