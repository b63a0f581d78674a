package nexa.heal.source;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import nexa.event.Frame;

/** Which classes a project's main sources declare, told from their text: nothing is compiled for it. */
public final class DeclaredClasses {

  private static final List<String> KINDS =
      List.of("class ", "interface ", "enum ", "record ", "@interface ");

  private final Map<String, String> textByPath = new TreeMap<>();
  private final Map<String, Set<String>> pathsByPackage = new TreeMap<>();

  public DeclaredClasses(Project project) {
    project
        .mainSources()
        .forEach((path, text) -> add(Project.below(project.mainRoots(), path), text));
  }

  private void add(String path, String text) {
    textByPath.putIfAbsent(path, text);
    pathsByPackage
        .computeIfAbsent(
            path.substring(0, Math.max(0, path.lastIndexOf('/'))).replace('/', '.'),
            name -> new TreeSet<>())
        .add(path);
  }

  /** The packages, each without those below it, and the classes that are in none. */
  public List<String> prefixes() {
    Set<String> prefixes = new LinkedHashSet<>();
    for (String name : pathsByPackage.keySet()) { // in order: a package before those below it
      if (!name.isEmpty() && prefixes.stream().noneMatch(known -> name.startsWith(known + "."))) {
        prefixes.add(name);
      }
    }
    for (String path : pathsByPackage.getOrDefault("", Set.of())) {
      prefixes.add(path.substring(0, path.length() - ".java".length()));
    }
    return List.copyOf(prefixes);
  }

  /** Whether a frame's class is declared in the sources, in a file of its name or of another. */
  public boolean declare(Frame frame) {
    String top = frame.topLevelClassName();
    top = top.substring(top.lastIndexOf('/') + 1);
    if (textByPath.containsKey(top.replace('.', '/') + ".java")) {
      return true;
    }
    int dot = top.lastIndexOf('.');
    String simple = top.substring(dot + 1);
    return pathsByPackage.getOrDefault(top.substring(0, Math.max(0, dot)), Set.of()).stream()
        .map(textByPath::get)
        .anyMatch(text -> text != null && declares(text, simple));
  }

  private static boolean declares(String text, String simpleName) {
    return KINDS.stream().anyMatch(kind -> hasWord(text, kind + simpleName));
  }

  private static boolean hasWord(String text, String words) {
    for (int at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
      int end = at + words.length();
      if (end == text.length() || !Character.isJavaIdentifierPart(text.charAt(end))) {
        return true;
      }
    }
    return false;
  }
}
