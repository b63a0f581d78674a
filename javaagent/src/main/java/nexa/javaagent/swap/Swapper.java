package nexa.javaagent.swap;

import java.lang.instrument.ClassDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import nexa.javaagent.ThisJvm;
import nexa.javaagent.capture.AppCode;
import nexa.javaagent.capture.Redefinitions;
import org.jspecify.annotations.Nullable;

/** Carries out accepted orders: puts patches in, watches them, and takes them out. One thread. */
final class Swapper {

  private final Redefinitions redefinitions;
  private final Watches watches;
  private final AppCode app;
  private final Ledger ledger;
  private final Patience patience;
  private final Tap tap;
  private final Pace pace;

  /** The classes that wait for their swap, by its id. */
  private final Map<String, Waiting> waiting = new ConcurrentHashMap<String, Waiting>();

  Swapper(
      Redefinitions redefinitions,
      Watches watches,
      AppCode app,
      Ledger ledger,
      Patience patience) {
    this.redefinitions = redefinitions;
    this.watches = watches;
    this.app = app;
    this.ledger = ledger;
    this.patience = patience;
    this.tap = new Tap(redefinitions, watches);
    this.pace = new Pace(patience);
  }

  /** Reads the classes of an order as they run, and begins to watch its methods. */
  List<Original> tap(Order order) throws Refusal {
    synchronized (redefinitions) {
      List<Class<?>> types = types(order);
      drop(order.id);
      List<Original> originals = read(types);
      Waiting fresh = new Waiting(originals, new Watch(order.methods, System.nanoTime()));
      for (Original original : originals) {
        Class<?> type = original.type();
        if (type != null && !order.methodsOf(original.name).isEmpty()) {
          watches.put(type, order.methodsOf(original.name), fresh.watch, fresh.watch.before);
        }
      }
      waiting.put(order.id, fresh);
      apply(originals, null);
      return originals;
    }
  }

  /** Puts the classes of an order in, all or none. */
  void swap(Order order) throws Refusal {
    synchronized (redefinitions) {
      String early = pace.obstacle(order.classes.keySet(), System.nanoTime());
      if (early != null) {
        throw new Refusal(early);
      }
      List<Class<?>> types = types(order);
      Waiting tapped = waiting.remove(order.id);
      if (tapped != null && !tapped.watch.methods.containsAll(order.methods)) {
        end(tapped.originals);
        tapped = null;
      }
      Watch watch = tapped == null ? new Watch(order.methods, System.nanoTime()) : tapped.watch;
      List<Original> originals = read(types);
      boolean done = false;
      try {
        check(order, originals);
        put(order, originals, watch);
        done = true;
      } finally {
        if (!done) {
          end(originals);
        }
      }
    }
  }

  /** Puts the original classes back, all at once. */
  void rollBack(Swap swap, String reason) {
    synchronized (redefinitions) {
      List<Original> originals = swap.originals();
      try {
        end(originals);
        swap.rolledBack(reason);
        pace.swapped(names(originals), System.nanoTime());
      } catch (Refusal e) { // tried again soon
        swap.stuck(reason + ", but rolling back failed: " + e.reason());
      }
    }
  }

  /** Takes the watch out of a swap that held. */
  void settle(Swap swap) throws Refusal {
    synchronized (redefinitions) {
      List<ClassDefinition> definitions = new ArrayList<ClassDefinition>();
      for (Original original : swap.originals()) {
        Class<?> type = original.type();
        byte[] patched = type == null ? null : redefinitions.current(type);
        if (type != null && patched != null) {
          watches.remove(type);
          definitions.add(new ClassDefinition(type, patched));
        }
      }
      redefine(definitions);
      swap.settled();
    }
  }

  /** Gives up taps that no swap has followed. */
  void expireTaps(long nowNanos) {
    for (Map.Entry<String, Waiting> entry : waiting.entrySet()) {
      if (nowNanos - entry.getValue().sinceNanos > patience.tapped) {
        dropQuietly(entry.getKey());
      }
    }
  }

  void dropTaps() {
    for (String id : waiting.keySet()) {
      dropQuietly(id);
    }
  }

  boolean hasTaps() {
    return !waiting.isEmpty();
  }

  boolean isTapExpired(long nowNanos) {
    for (Waiting each : waiting.values()) {
      if (nowNanos - each.sinceNanos > patience.tapped) {
        return true;
      }
    }
    return false;
  }

  private void dropQuietly(String id) {
    try {
      drop(id);
    } catch (Refusal e) { // the class goes on with the watch woven, which no longer counts
      waiting.remove(id);
    }
  }

  private void drop(String id) throws Refusal {
    synchronized (redefinitions) {
      Waiting tapped = waiting.remove(id);
      if (tapped != null) {
        end(tapped.originals);
      }
    }
  }

  /** The loaded classes of an order, each once and each of the application. */
  private List<Class<?>> types(Order order) throws Refusal {
    Map<String, Class<?>> found = new LinkedHashMap<String, Class<?>>();
    for (String name : order.classes.keySet()) {
      if (!app.contains(name)) {
        throw new Refusal(name + " is not a class of the application");
      }
      if (ledger.isSwapped(name) || isWaiting(name, order.id)) {
        throw new Refusal(name + " is part of another swap");
      }
    }
    for (Class<?> type : redefinitions.instrumentation().getAllLoadedClasses()) {
      String name = type.getName();
      if (order.classes.containsKey(name) && found.put(name, type) != null) {
        throw new Refusal(name + " is loaded by several class loaders");
      }
    }
    List<Class<?>> types = new ArrayList<Class<?>>();
    for (String name : order.classes.keySet()) {
      Class<?> type = found.get(name);
      if (type == null || AppCode.isJdk(type)) {
        throw new Refusal(name + " is not loaded");
      }
      if (!redefinitions.instrumentation().isModifiableClass(type)) {
        throw new Refusal(name + " cannot be redefined");
      }
      types.add(type);
    }
    return types;
  }

  private boolean isWaiting(String className, String otherThanId) {
    for (Map.Entry<String, Waiting> entry : waiting.entrySet()) {
      for (Original original : entry.getValue().originals) {
        if (original.name.equals(className) && !entry.getKey().equals(otherThanId)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Reads classes; when that fails they get back what was woven. */
  private List<Original> read(List<Class<?>> types) throws Refusal {
    boolean done = false;
    try {
      List<Original> originals = tap.read(types);
      for (Original original : originals) {
        Class<?> type = original.type();
        if (type != null) {
          redefinitions.replace(type, original.base);
        }
      }
      done = true;
      return originals;
    } finally {
      if (!done) {
        reweave(types);
      }
    }
  }

  private void reweave(List<Class<?>> types) {
    for (Class<?> type : types) {
      byte[] current = redefinitions.current(type);
      if (current != null) {
        try {
          List<ClassDefinition> one = new ArrayList<ClassDefinition>();
          one.add(new ClassDefinition(type, current));
          redefine(one);
        } catch (Refusal e) {
          continue; // the JVM did not take this class file before either: it is unchanged
        }
      }
    }
  }

  private static void check(Order order, List<Original> originals) throws Refusal {
    int majorMax = BodyGate.majorOf(ThisJvm.release());
    for (Original original : originals) {
      Order.NewClass fresh = order.classes.get(original.name);
      if (fresh == null || fresh.bytes == null || !fresh.running.equals(original.running)) {
        throw new Refusal(original.name + " is not running as the order says");
      }
      String obstacle =
          BodyGate.obstacle(
              original.base, fresh.bytes, order.methodsOf(original.name), majorMax);
      if (obstacle != null) {
        throw new Refusal("the new " + original.name + " " + obstacle);
      }
    }
  }

  private void put(Order order, List<Original> originals, Watch watch) throws Refusal {
    boolean done = false;
    try {
      Tally phase = watch.patched(System.nanoTime());
      for (Original original : originals) {
        Class<?> type = original.type();
        if (type != null) {
          watches.put(type, order.methodsOf(original.name), watch, phase);
        }
      }
      apply(originals, order);
      for (Original original : originals) {
        Class<?> type = original.type();
        Order.NewClass fresh = order.classes.get(original.name);
        if (type != null && fresh != null) {
          redefinitions.replace(type, fresh.bytes);
        }
      }
      done = true;
    } finally {
      if (!done) {
        watch.notPatched();
      }
    }
    pace.swapped(order.classes.keySet(), System.nanoTime());
    ledger.add(
        Swap.provisional(
            order, watch, originals, System.currentTimeMillis(), System.nanoTime()));
  }

  private static List<String> names(List<Original> originals) {
    List<String> names = new ArrayList<String>();
    for (Original original : originals) {
      names.add(original.name);
    }
    return names;
  }

  /** The classes run as they did before anybody tapped them. */
  private void end(List<Original> originals) throws Refusal {
    for (Original original : originals) {
      Class<?> type = original.type();
      if (type != null) {
        watches.remove(type);
      }
    }
    apply(originals, null);
    for (Original original : originals) {
      Class<?> type = original.type();
      if (type != null) {
        redefinitions.replace(type, original.isFromDisk() ? null : original.base);
      }
    }
  }

  /** Redefines all classes at once, to an order's bytes or to their own. */
  private void apply(List<Original> originals, @Nullable Order order) throws Refusal {
    List<ClassDefinition> definitions = new ArrayList<ClassDefinition>();
    for (Original original : originals) {
      Class<?> type = original.type();
      Order.NewClass fresh = order == null ? null : order.classes.get(original.name);
      byte[] bytes = fresh == null || fresh.bytes == null ? original.base : fresh.bytes;
      if (type != null) {
        definitions.add(new ClassDefinition(type, bytes));
      }
    }
    redefine(definitions);
  }

  private void redefine(List<ClassDefinition> definitions) throws Refusal {
    try {
      redefinitions.redefine(definitions);
    } catch (Throwable t) { // whatever the JVM says of the bytes
      throw new Refusal("the JVM refuses: " + t);
    }
  }

  /** Classes that were tapped for a swap. */
  private static final class Waiting {
    final List<Original> originals;
    final Watch watch;
    final long sinceNanos = System.nanoTime();

    Waiting(List<Original> originals, Watch watch) {
      this.originals = originals;
      this.watch = watch;
    }
  }
}
