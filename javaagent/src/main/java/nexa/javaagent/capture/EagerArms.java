package nexa.javaagent.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is armed as classes load, before anything failed: methods by name, for as long as the JVM
 * runs, and all methods of some packages, each until it was captured a few times.
 */
final class EagerArms {

  /** Methods of packages woven at once. */
  static final int METHODS_MAX = 2048;

  private final Map<String, Set<String>> presets = new HashMap<String, Set<String>>();
  private final List<String> packages = new ArrayList<String>();
  private final Probes probes;

  /** The woven methods by class name, then by method name and descriptor. */
  private final Map<String, Map<String, Probe>> woven = new HashMap<String, Map<String, Probe>>();

  private int methods;

  /**
   * Creates the arms.
   *
   * @param presets methods, each {@code class#method}
   * @param packages packages or classes whose methods are all armed
   */
  EagerArms(List<String> presets, List<String> packages, Probes probes) {
    this.probes = probes;
    for (String preset : presets) {
      int hash = preset.indexOf('#');
      if (hash > 0) {
        String name = preset.substring(0, hash).replace('.', '/');
        if (!this.presets.containsKey(name)) {
          this.presets.put(name, new HashSet<String>());
        }
        this.presets.get(name).add(preset.substring(hash + 1));
      }
    }
    for (String name : packages) {
      this.packages.add(name.replace('.', '/'));
    }
  }

  boolean isEmpty() {
    return presets.isEmpty() && packages.isEmpty();
  }

  /** Whether a class that loads may have to be armed, by its internal name. */
  boolean concern(String internalName) {
    return presets.containsKey(internalName) || inPackage(internalName) && hasRoom(internalName);
  }

  /** Adds the probes of a class to what is to be woven; decides on them when it sees it first. */
  synchronized void of(
      String internalName, Map<String, MethodShape> shapes, Map<String, Probe> wanted) {
    String className = internalName.replace('/', '.');
    Map<String, Probe> known = woven.get(className);
    if (known == null) {
      known = choose(internalName, className, shapes);
      woven.put(className, known);
    }
    wanted.putAll(known);
  }

  /** Gives up the methods that were captured often enough; the names of their classes. */
  synchronized Set<String> spent() {
    Set<String> classes = new HashSet<String>();
    for (Map.Entry<String, Map<String, Probe>> entry : woven.entrySet()) {
      List<String> spent = new ArrayList<String>();
      for (Map.Entry<String, Probe> probe : entry.getValue().entrySet()) {
        if (!probe.getValue().eager()) {
          spent.add(probe.getKey());
        }
      }
      if (!spent.isEmpty()) {
        entry.getValue().keySet().removeAll(spent);
        methods -= spent.size();
        classes.add(entry.getKey());
      }
    }
    return classes;
  }

  /** The names of the classes in which something is woven. */
  synchronized Set<String> classes() {
    Set<String> names = new HashSet<String>();
    for (Map.Entry<String, Map<String, Probe>> entry : woven.entrySet()) {
      if (!entry.getValue().isEmpty()) {
        names.add(entry.getKey());
      }
    }
    return names;
  }

  private Map<String, Probe> choose(
      String internalName, String className, Map<String, MethodShape> shapes) {
    Map<String, Probe> chosen = new HashMap<String, Probe>();
    Set<String> named = presets.get(internalName);
    boolean all = inPackage(internalName);
    for (MethodShape shape : shapes.values()) {
      boolean preset = named != null && named.contains(shape.name);
      if (shape.weavable() && (preset || all && !shape.trivial() && methods < METHODS_MAX)) {
        Probe probe = probes.of(className, shape);
        if (probe != null) {
          probe.arm(preset ? Integer.MAX_VALUE : Armory.SNAPSHOTS_MAX);
          chosen.put(shape.name + shape.descriptor, probe);
          methods += preset ? 0 : 1;
        }
      }
    }
    return chosen;
  }

  private synchronized boolean hasRoom(String internalName) {
    return methods < METHODS_MAX || woven.containsKey(internalName.replace('/', '.'));
  }

  private boolean inPackage(String internalName) {
    if (packages.isEmpty() || internalName.contains("$$")) { // made at run time
      return false;
    }
    for (String name : packages) {
      if (internalName.startsWith(name)
          && (internalName.length() == name.length()
              || "/$".indexOf(internalName.charAt(name.length())) >= 0)) {
        return true;
      }
    }
    return false;
  }
}
