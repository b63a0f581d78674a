package nexa.bench.corpus;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Attempts as a Markdown table with totals. */
final class CorpusTable {

  private static final int REASON_CHARS_MAX = 160;

  private CorpusTable() {}

  static String of(List<Attempt> attempts) {
    StringBuilder table =
        new StringBuilder(
            "| bug | reproduced | location | plausible | result | seconds | candidates | by | reason |\n"
                + "|---|---|---|---|---|---|---|---|---|\n");
    attempts.forEach(attempt -> table.append(row(attempt)).append('\n'));
    return table.append('\n').append(totals(attempts)).toString();
  }

  static String row(Attempt attempt) {
    HealAnswer answer = attempt.answer();
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %d | %s | %.1f | %d | %s | %s |",
        attempt.bug().id(),
        answer.reproduced() ? "yes" : "no",
        location(attempt),
        answer.plausible(),
        result(attempt),
        attempt.took().toMillis() / 1000.0,
        answer.candidates(),
        answer.origin(),
        cell((answer.isFixed() ? "" : answer.reason()) + " " + attempt.remark()));
  }

  private static String location(Attempt attempt) {
    return attempt.bug().methods().isEmpty()
        ? ""
        : attempt.place().isPresent() ? String.valueOf(attempt.place().getAsInt()) : "-";
  }

  private static String result(Attempt attempt) {
    return switch (attempt.result()) {
      case CORRECT -> "correct";
      case WRONG -> "**wrong**";
      case UNJUDGED -> "fixed, no check";
      case ABSTAINED -> attempt.bug().healable()
          ? attempt.answer().verdict()
          : "rightly " + attempt.answer().verdict();
    };
  }

  private static String totals(List<Attempt> attempts) {
    List<Attempt> healable =
        attempts.stream().filter(attempt -> attempt.bug().healable()).toList();
    List<Attempt> traps =
        attempts.stream().filter(attempt -> !attempt.bug().healable()).toList();
    List<Attempt> known =
        healable.stream().filter(attempt -> !attempt.bug().methods().isEmpty()).toList();
    long correct = count(healable, attempt -> attempt.result() == Attempt.Result.CORRECT);
    long shown =
        count(attempts, attempt -> attempt.answer().isFixed()
            && attempt.result() != Attempt.Result.UNJUDGED);
    double[] seconds =
        attempts.stream().mapToDouble(attempt -> attempt.took().toMillis() / 1000.0).sorted()
            .toArray();
    return String.join(
        "\n",
        "| of all | |",
        "|---|---|",
        "| reproduced, same type and frame | "
            + share(count(healable, attempt -> attempt.answer().reproduced()), healable.size())
            + " |",
        "| developer's method among the first five | "
            + share(count(known, attempt -> attempt.place().isPresent()), known.size()) + " |",
        "| plausible | "
            + share(count(healable, attempt -> attempt.answer().plausible() > 0), healable.size())
            + " |",
        "| **recall**: right, of all | " + share(correct, healable.size()) + " |",
        "| **precision**: right, of those shown as fixed | " + share(correct, shown) + " |",
        "| wrong shown as fixed | "
            + count(attempts, attempt -> attempt.result() == Attempt.Result.WRONG) + " |",
        "| rightly not fixed | "
            + share(count(traps, attempt -> !attempt.answer().isFixed()), traps.size()) + " |",
        String.format(
            Locale.ROOT, "| seconds, median / 95th percentile | %.1f / %.1f |",
            percentile(seconds, 0.5), percentile(seconds, 0.95)),
        "");
  }

  private static long count(List<Attempt> attempts, Predicate<Attempt> counts) {
    return attempts.stream().filter(counts).count();
  }

  private static String share(long part, long whole) {
    return whole == 0 ? "0 of 0" : part + " of " + whole + ", " + 100 * part / whole + " %";
  }

  /** The smallest value that is not below such a share of them. */
  static double percentile(double[] sorted, double share) {
    return sorted.length == 0
        ? 0
        : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }

  /** A text that breaks no table. */
  private static String cell(String text) {
    String line =
        String.join(" ", Arrays.asList(text.strip().split("\\s+"))).replace("|", "\\|");
    return line.substring(0, Math.min(REASON_CHARS_MAX, line.length()));
  }
}
