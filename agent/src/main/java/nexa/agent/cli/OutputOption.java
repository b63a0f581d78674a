package nexa.agent.cli;

import java.util.Locale;
import nexa.agent.store.Json;
import picocli.CommandLine.Option;

/** How a command prints its answer. */
final class OutputOption {

  /** A form of answer. */
  enum Format {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(names = "-o", paramLabel = "FORMAT", description = "text or json.")
  private Format format = Format.TEXT;

  boolean json() {
    return format == Format.JSON;
  }

  /** Prints a document as JSON on one line. */
  static void print(Object document) {
    System.out.println(Json.MAPPER.writeValueAsString(document));
  }
}
