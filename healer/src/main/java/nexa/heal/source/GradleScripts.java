package nexa.heal.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.graph.Dependency;

/**
 * What the Gradle scripts of a commit say in plain text: coordinates of libraries, and the language
 * level. No script runs, so what a plugin or a program in a script adds is not known.
 */
final class GradleScripts {

  private static final int RELEASE_MIN = 8;
  private static final int RELEASE_USUAL = 17;
  private static final List<String> LEVELS =
      List.of("sourceCompatibility", "languageVersion", "options.release", "jvmToolchain");

  private final List<String> lines = new ArrayList<>();
  private final Map<String, String> values = new LinkedHashMap<>();

  GradleScripts(SourceTree tree) {
    for (String path : tree.files().keySet()) {
      if (isScript(path)) {
        lines.addAll(tree.text(path).lines().map(String::strip).toList());
      }
    }
    lines.forEach(this::remember);
  }

  /** Whether a file says something about a Gradle build. */
  static boolean isScript(String path) {
    return path.endsWith(".gradle") || path.endsWith(".gradle.kts")
        || path.endsWith("gradle.properties") || path.endsWith("libs.versions.toml");
  }

  /** The libraries with a version, each artifact once. */
  List<Dependency> libraries() {
    Map<String, Dependency> libraries = new LinkedHashMap<>();
    for (String line : lines) {
      if (line.startsWith("classpath") || line.startsWith("//")) {
        continue; // libraries of the build itself
      }
      coordinates(line).forEach(parts -> add(parts, libraries));
    }
    return List.copyOf(libraries.values());
  }

  private static void add(List<String> parts, Map<String, Dependency> libraries) {
    libraries.putIfAbsent(
        parts.get(0) + ":" + parts.get(1),
        new Dependency(
            new DefaultArtifact(parts.get(0), parts.get(1), "jar", parts.get(2)), "test"));
  }

  /** The language level, the usual one of today when no script names it. */
  int release() {
    return lines.stream()
        .filter(line -> LEVELS.stream().anyMatch(line::contains))
        .flatMap(line -> number(resolved(line)).stream())
        .findFirst()
        .orElse(RELEASE_USUAL);
  }

  /** The last whole number of a line, such as 8 of {@code JavaVersion.VERSION_1_8}. */
  private static Optional<Integer> number(String line) {
    String digits = "";
    String last = "";
    for (char c : (line + " ").toCharArray()) {
      boolean digit = c >= '0' && c <= '9';
      last = !digit && !digits.isEmpty() ? digits : last;
      digits = digit ? digits + c : "";
    }
    return last.isEmpty() || last.length() > 2
        ? Optional.empty()
        : Optional.of(Math.max(RELEASE_MIN, Integer.parseInt(last)));
  }

  /** Group, artifact and version, wherever a line has all three. */
  private List<List<String>> coordinates(String line) {
    List<List<String>> found = new ArrayList<>();
    List<String> texts = literals(line).stream().map(this::resolved).toList();
    for (String text : texts) {
      List<String> parts = List.of(text.split(":", -1));
      if (parts.size() >= 3 && parts.stream().limit(3).allMatch(GradleScripts::isName)) {
        found.add(parts);
      }
    }
    if (found.isEmpty()) {
      Optional<String> group = named(line, "group");
      Optional<String> name = named(line, "name");
      String module = named(line, "module").orElse(
          group.isPresent() && name.isPresent() ? group.get() + ":" + name.get() : "");
      Optional<String> version =
          named(line, "version.ref").map(key -> values.getOrDefault(key, ""))
              .or(() -> named(line, "version"));
      List<String> parts = List.of((module + ":" + version.orElse("")).split(":", -1));
      if (parts.size() == 3 && parts.stream().allMatch(GradleScripts::isName)) {
        found.add(parts);
      }
    }
    return found;
  }

  private static boolean isName(String part) {
    return !part.isEmpty()
        && part.chars().allMatch(c -> Character.isLetterOrDigit(c) || "._-+".indexOf(c) >= 0);
  }

  /** The literal after a key and {@code :} or {@code =}. */
  private Optional<String> named(String line, String key) {
    for (int at = line.indexOf(key); at >= 0; at = line.indexOf(key, at + 1)) {
      String rest = line.substring(at + key.length()).strip();
      boolean whole = at == 0 || !isWord(line.charAt(at - 1));
      if (whole && !rest.isEmpty() && ":=".indexOf(rest.charAt(0)) >= 0) {
        return literals(rest).stream().findFirst().map(this::resolved);
      }
    }
    return Optional.empty();
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '_';
  }

  /** Each {@code name = 'value'} and {@code name: 'value'} of a line, and {@code name=value} alone. */
  private void remember(String line) {
    for (int at = 0; at < line.length(); at++) {
      if (line.charAt(at) == '=' || line.charAt(at) == ':') {
        String right = line.substring(at + 1).strip();
        boolean quoted = right.startsWith("'") || right.startsWith("\"");
        boolean whole = line.indexOf('=') == at && right.indexOf(' ') < 0;
        Optional<String> value =
            quoted ? literals(right).stream().findFirst() : Optional.of(right).filter(v -> whole);
        String name = lastWord(line.substring(0, at));
        value.ifPresent(known -> values.putIfAbsent(name, known));
        value.ifPresent(
            known -> values.putIfAbsent(name.substring(name.lastIndexOf('.') + 1), known));
      }
    }
  }

  private static String lastWord(String text) {
    int end = text.length();
    while (end > 0 && " '\"".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    int start = end;
    while (start > 0 && (isWord(text.charAt(start - 1)) || text.charAt(start - 1) == '-')) {
      start--;
    }
    return text.substring(start, end);
  }

  private static List<String> literals(String line) {
    List<String> literals = new ArrayList<>();
    int from = 0;
    while (from < line.length()) {
      char quote = line.charAt(from);
      int end = quote == '"' || quote == '\'' ? line.indexOf(quote, from + 1) : -1;
      if (end > 0) {
        literals.add(line.substring(from + 1, end));
        from = end;
      }
      from++;
    }
    return literals;
  }

  /** With the values of {@code $name} and <code>${a.name}</code>. */
  private String resolved(String text) {
    String resolved = text;
    for (int at = resolved.indexOf('$'); at >= 0; at = resolved.indexOf('$', at + 1)) {
      boolean braced = resolved.startsWith("${", at);
      int start = at + (braced ? 2 : 1);
      int end = start;
      while (end < resolved.length() && isWord(resolved.charAt(end))) {
        end++;
      }
      String name = resolved.substring(start, end);
      String value =
          values.getOrDefault(name, values.get(name.substring(name.lastIndexOf('.') + 1)));
      if (value != null && value.indexOf('$') < 0) {
        int after =
            braced && end < resolved.length() && resolved.charAt(end) == '}' ? end + 1 : end;
        resolved = resolved.substring(0, at) + value + resolved.substring(after);
      }
    }
    return resolved;
  }
}
