package nexa.bench.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A list of bugs as a file: fields between tabs, the first line names them. */
final class BugList {

  private static final List<String> REQUIRED = List.of("id", "repository", "revision", "driver");
  private static final List<String> OPTIONAL = List.of("classpath", "check", "methods", "expect");
  private static final String ABSTAIN = "abstain";

  private BugList() {}

  /** Paths are relative to the file's folder, which is also where the commands run. */
  static List<Bug> read(Path file) throws IOException {
    Path folder = file.toAbsolutePath().resolveSibling("").normalize();
    List<String> names = List.of();
    List<Bug> bugs = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (names.isEmpty()) {
        names = header(line);
        continue;
      }
      Bug bug = bug(fields(names, line, file + ":" + number), folder);
      if (!ids.add(bug.id())) {
        throw new IllegalArgumentException(file + ":" + number + ": there is a second " + bug.id());
      }
      bugs.add(bug);
    }
    return bugs;
  }

  private static List<String> header(String line) {
    List<String> names = Arrays.stream(line.split("\t", -1)).map(String::strip).toList();
    for (String name : REQUIRED) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException("The first line does not name the field " + name);
      }
    }
    for (String name : names) {
      if (!REQUIRED.contains(name) && !OPTIONAL.contains(name)) {
        throw new IllegalArgumentException("There is no field " + name);
      }
    }
    return names;
  }

  private static Map<String, String> fields(List<String> names, String line, String place) {
    String[] values = line.split("\t", -1);
    if (values.length > names.size()) {
      throw new IllegalArgumentException(place + ": more fields than names");
    }
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      fields.put(names.get(i), values[i].strip());
    }
    for (String name : REQUIRED) {
      if (fields.getOrDefault(name, "").isEmpty()) {
        throw new IllegalArgumentException(place + ": no " + name);
      }
    }
    return fields;
  }

  private static Bug bug(Map<String, String> fields, Path folder) {
    String methods = fields.getOrDefault("methods", "");
    return new Bug(
        fields.getOrDefault("id", ""),
        folder,
        folder.resolve(fields.getOrDefault("repository", "")).normalize(),
        fields.getOrDefault("revision", ""),
        fields.getOrDefault("driver", ""),
        fields.getOrDefault("classpath", ""),
        fields.getOrDefault("check", ""),
        methods.isEmpty() ? List.of()
            : Arrays.stream(methods.split(",")).map(String::strip).toList(),
        !fields.getOrDefault("expect", "").equals(ABSTAIN));
  }
}
