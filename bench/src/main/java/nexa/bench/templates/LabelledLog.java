package nexa.bench.templates;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The messages of one system with the label of each, as in loghub's {@code X/X_2k.log_structured.csv}.
 */
record LabelledLog(String system, List<String> messages, List<String> labels) {

  private static final String SUFFIX = "_2k.log_structured.csv";

  LabelledLog {
    messages = List.copyOf(messages);
    labels = List.copyOf(labels);
  }

  /** All logs under a folder, by name. */
  static List<LabelledLog> under(Path folder) throws IOException {
    try (Stream<Path> systems = Files.list(folder)) {
      return systems
          .map(path -> path.resolve(path.getFileName() + SUFFIX))
          .filter(Files::isRegularFile)
          .sorted()
          .map(LabelledLog::read)
          .toList();
    }
  }

  private static LabelledLog read(Path file) {
    try {
      List<List<String>> rows = rows(Files.readString(file));
      int message = rows.get(0).indexOf("Content");
      int label = rows.get(0).indexOf("EventId");
      List<String> messages = new ArrayList<>();
      List<String> labels = new ArrayList<>();
      for (List<String> row : rows.subList(1, rows.size())) {
        messages.add(row.get(message));
        labels.add(row.get(label));
      }
      String name = String.valueOf(file.getFileName());
      return new LabelledLog(
          name.substring(0, name.length() - SUFFIX.length()), messages, labels);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read labelled log " + file, e);
    }
  }

  /** Fields between commas, with quotes around those that hold commas, quotes or line breaks. */
  private static List<List<String>> rows(String text) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        field.append(text.charAt(i++));
      } else if (c == '"') {
        quoted = !quoted;
      } else if (quoted || c != ',' && c != '\n' && c != '\r') {
        field.append(c);
      } else if (c != '\r') {
        row.add(field.toString());
        field.setLength(0);
        if (c == '\n') {
          rows.add(row);
          row = new ArrayList<>();
        }
      }
    }
    if (!row.isEmpty()) {
      row.add(field.toString());
      rows.add(row);
    }
    return rows;
  }
}
