package nexa.collect.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tokens of a template that no white space parts, such as {@code rhost=<*>}. */
final class Chunk {

  /** A place that was found to vary among templates, printed as {@link Template#MASK}. */
  static final String LEARNED = "<~>";

  /** Whether a message's chunk could stand where a template has another. */
  enum Fit {
    NONE,
    /** One of them is a value, or both look like names. */
    LIKELY,
    /** The template's place was found to vary. */
    LEARNED
  }

  /** Where two chunks differ: behind {@code prefix} tokens and before {@code suffix} tokens. */
  private record Difference(int prefix, int suffix) {

    List<String> in(Chunk chunk) {
      return chunk.tokens.subList(prefix, chunk.tokens.size() - suffix);
    }
  }

  private final List<String> tokens;
  private final String line;
  private final boolean hasWord;
  private final boolean mayFit;

  Chunk(List<String> tokens) {
    this.tokens = List.copyOf(tokens);
    this.line = String.join(" ", this.tokens);
    this.hasWord = this.tokens.stream().anyMatch(token -> Chars.isWord(token.charAt(0)));
    this.mayFit = this.tokens.stream().anyMatch(token -> isMask(token) || isName(token));
  }

  List<String> tokens() {
    return tokens;
  }

  /** Whether the chunk has a word, and so tells something of its template. */
  boolean hasWord() {
    return hasWord;
  }

  /**
   * How well a message's chunk fits this one of a template.
   *
   * @param leads whether the template begins with it: the word there names the event
   */
  Fit fit(Chunk other, boolean leads) {
    if (!mayFit && !other.mayFit) {
      return Fit.NONE;
    }
    Difference difference = difference(other);
    List<String> ours = difference.in(this);
    List<String> theirs = difference.in(other);
    if (ours.equals(List.of(LEARNED)) && !theirs.isEmpty()) {
      return Fit.LEARNED;
    }
    int prefix = difference.prefix();
    boolean assigned = prefix > 0 && tokens.get(prefix - 1).equals("=");
    boolean likely =
        isMask(ours) && (assigned || hasMask(theirs))
            || isMask(theirs) && (assigned || hasMask(ours))
            || !leads && isMaskOrName(ours) && isMaskOrName(theirs);
    return likely ? Fit.LIKELY : Fit.NONE;
  }

  /** What both have in common, around a place that varies. */
  Chunk generalised(Chunk other) {
    Difference difference = difference(other);
    List<String> general = new ArrayList<>(tokens.subList(0, difference.prefix()));
    general.add(LEARNED);
    general.addAll(tokens.subList(tokens.size() - difference.suffix(), tokens.size()));
    return new Chunk(general);
  }

  void appendTo(StringBuilder text) {
    for (String token : tokens) {
      text.append(token.equals(LEARNED) ? Template.MASK : token);
    }
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof Chunk other && line.equals(other.line);
  }

  @Override
  public int hashCode() {
    return line.hashCode();
  }

  /** The tokens with spaces between them, of which they have none. */
  @Override
  public String toString() {
    return line;
  }

  /** A value beside the difference is part of it where nothing would stand against something. */
  private Difference difference(Chunk other) {
    int most = Math.min(tokens.size(), other.tokens.size());
    int prefix = 0;
    while (prefix < most && tokens.get(prefix).equals(other.tokens.get(prefix))) {
      prefix++;
    }
    int suffix = 0;
    while (suffix < most - prefix && fromEnd(suffix).equals(other.fromEnd(suffix))) {
      suffix++;
    }
    boolean onesided = prefix + suffix == most;
    if (onesided && suffix > 0 && isMask(fromEnd(suffix - 1))) {
      suffix--;
    } else if (onesided && prefix > 0 && isMask(tokens.get(prefix - 1))) {
      prefix--;
    }
    return new Difference(prefix, suffix);
  }

  private String fromEnd(int at) {
    return tokens.get(tokens.size() - 1 - at);
  }

  private static boolean isMask(String token) {
    return token.equals(Template.MASK) || token.equals(LEARNED);
  }

  private static boolean isMask(List<String> tokens) {
    return tokens.size() == 1 && isMask(tokens.getFirst());
  }

  private static boolean hasMask(List<String> tokens) {
    return tokens.stream().anyMatch(Chunk::isMask);
  }

  private static boolean isMaskOrName(List<String> tokens) {
    return tokens.size() == 1 && (isMask(tokens.getFirst()) || isName(tokens.getFirst()));
  }

  /** A qualified name, such as of a class or a host, but not of a constant. */
  private static boolean isName(String token) {
    boolean qualified = false;
    boolean constant = true;
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      if (c == '.' || c == '$' || c == '/') {
        qualified = true;
        constant = true;
      } else {
        constant &= c == '_' || (Chars.of(c) & (Chars.UPPER | Chars.DIGIT)) != 0;
      }
    }
    return qualified && token.length() > 1 && !constant;
  }
}
