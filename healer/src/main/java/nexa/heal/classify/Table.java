package nexa.heal.classify;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nexa.issue.Category;
import nexa.issue.Classification.Fault;

/**
 * Reads the tables of the rules, text files beside this class: a row's first line gives category,
 * fault and strength, the indented lines below it the entries, with {@code |} between them.
 */
final class Table {

  private Table() {}

  /** What its entries say. */
  record Row(Category category, Fault fault, double strength, List<String> entries) {

    Clue clue(String why) {
      return new Clue(category, fault, strength, why);
    }
  }

  /** The rows in the order of the file. */
  static List<Row> read(String name) {
    List<Row> rows = new ArrayList<>();
    for (String line : text(name).lines().toList()) {
      if (line.startsWith("  ")) {
        rows.getLast().entries().addAll(entries(line));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        rows.add(row(line));
      }
    }
    return rows;
  }

  private static String text(String name) {
    try (InputStream in = Table.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("No " + name + " beside " + Table.class.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the table " + name, e);
    }
  }

  private static Row row(String line) {
    String[] words = line.split(" ", -1);
    return new Row(
        Category.valueOf(words[0].toUpperCase(Locale.ROOT)),
        Fault.valueOf(words[1].toUpperCase(Locale.ROOT)),
        Double.parseDouble(words[2]), new ArrayList<>());
  }

  private static List<String> entries(String line) {
    List<String> entries = new ArrayList<>();
    int start = 0;
    while (start <= line.length()) {
      int bar = line.indexOf(" | ", start);
      int end = bar < 0 ? line.length() : bar;
      entries.add(line.substring(start, end).strip());
      start = bar < 0 ? line.length() + 1 : bar + 3;
    }
    return entries;
  }
}
