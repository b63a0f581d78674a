package nexa.bench;

import java.util.List;
import java.util.Locale;

/** The samples of one JDK as a Markdown table: a row a measure, a column a variant. */
final class ComparisonTable {

  private ComparisonTable() {}

  static String of(Jdk jdk, List<Variant> variants, Samples samples) {
    StringBuilder table = new StringBuilder("### JDK " + jdk.version() + "\n\n| |");
    variants.forEach(variant -> table.append(' ').append(variant.label()).append(" |"));
    table.append("\n|---|").append("---|".repeat(variants.size())).append('\n');
    for (Measure measure : Measure.values()) {
      if (variants.stream().allMatch(variant -> samples.values(variant, measure).length == 0)) {
        continue;
      }
      table.append("| ").append(measure.title()).append(" |");
      for (Variant variant : variants) {
        table.append(' ').append(cell(samples, variant, measure)).append(" |");
      }
      table.append('\n');
    }
    return table.toString();
  }

  /** The median, the smallest and the largest, and how it stands to no agent. */
  private static String cell(Samples samples, Variant variant, Measure measure) {
    double[] values = samples.values(variant, measure);
    if (values.length == 0) {
      return "";
    }
    String cell = number(Samples.median(values));
    if (values.length > 1) {
      cell += " (" + number(values[0]) + "-" + number(values[values.length - 1]) + ")";
    }
    boolean paired = variant != Variant.NONE && samples.values(Variant.NONE, measure).length > 0;
    return paired ? cell + compared(samples, variant, measure) : cell;
  }

  private static String compared(Samples samples, Variant variant, Measure measure) {
    return switch (measure.compared()) {
      case RATIO -> format(" **%.2fx**", samples.ratio(variant, Variant.NONE, measure));
      case DIFFERENCE -> {
        double difference = samples.difference(variant, Variant.NONE, measure);
        yield " **" + (difference < 0 ? "-" : "+") + number(Math.abs(difference)) + "**";
      }
      case NOT -> "";
    };
  }

  private static String number(double value) {
    if (value == Math.rint(value) || value >= 100) {
      return format("%.0f", value);
    }
    return format(value >= 10 ? "%.1f" : "%.2f", value);
  }

  private static String format(String form, double value) {
    return String.format(Locale.ROOT, form, value);
  }
}
