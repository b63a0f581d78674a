package nexa.heal.propose;

import nexa.heal.propose.Holes.Filling;

/** A rationale for people: a template whose holes quote the site's source, on one line and shortened. */
final class Sentence {

  private static final int QUOTE_CHARS_MAX = 60;
  private static final char ELLIPSIS = '\u2026';

  private Sentence() {}

  /** The template with its holes filled; a hole the site has nothing for stays open. */
  static String of(String template, Holes holes, Imports imports) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (true) {
      int open = template.indexOf("${", at);
      int close = open < 0 ? -1 : template.indexOf('}', open);
      if (close < 0) {
        return out.append(template, at, template.length()).toString();
      }
      Filling filling = holes.fill(template.substring(open + 2, close));
      out.append(template, at, open);
      if (filling == null) {
        out.append(template, open, close + 1);
      } else {
        out.append(quoted(filling.own() ? filling.source() : imports.shortened(filling.source())));
      }
      at = close + 1;
    }
  }

  /** Source on one line, a chain of calls without the spaces at its breaks, cut where it is long. */
  static String quoted(String source) {
    StringBuilder out = new StringBuilder();
    boolean space = false;
    for (int i = 0; i < source.length() && out.length() <= QUOTE_CHARS_MAX; i++) {
      char c = source.charAt(i);
      if (Character.isWhitespace(c)) {
        space = !out.isEmpty();
      } else {
        out.append(space && c != '.' ? " " : "").append(c);
        space = false;
      }
    }
    return out.length() <= QUOTE_CHARS_MAX ? out.toString() : cut(out.toString());
  }

  private static String cut(String line) {
    int end = QUOTE_CHARS_MAX - 1;
    if (Character.isHighSurrogate(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(0, end) + ELLIPSIS;
  }
}
