package nexa.collect.template;

import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of one message, its values masked: a stack that a {@link Masker} pushes words, marks and
 * values onto, and that puts values together as they come. {@code 12:30:45, 3} is one value, and so are
 * {@code Fri Jun 17}, {@code 1.5 KB} and {@code 10.0.0.1 (a.example.org)}, so that lists and notes of
 * any length give the same tokens. Each character is looked at a bounded number of times.
 */
final class MaskedMessage {

  static final int TOKENS_MAX = 128;

  private static final byte WORD = 0;
  private static final byte MARK = 1;

  /** A decimal number. */
  static final byte NUMBER = 2;

  /** Any other value. */
  static final byte VALUE = 3;

  /** Between two values, these make one of them. */
  private static final String CONNECTORS = ",:.#|/-+;<~*&@%$^=!\\";

  /** Directly before a number, these belong to it. */
  private static final String SIGNS = "<-+~*$#";
  private static final long MASK_HASH = WordSet.hash(Template.MASK);
  private static final long MIX = 0x9e3779b97f4a7c15L;

  private final char[] text;
  private final int[] starts = new int[TOKENS_MAX];
  private final int[] ends = new int[TOKENS_MAX];
  private final long[] hashes = new long[TOKENS_MAX];
  private final byte[] kinds = new byte[TOKENS_MAX];
  private final boolean[] spaced = new boolean[TOKENS_MAX];
  private int size;

  /**
   * @param text holds the characters that the tokens' positions mean
   */
  MaskedMessage(char[] text) {
    this.text = text;
  }

  void clear() {
    size = 0;
  }

  boolean isFull() {
    return size == TOKENS_MAX;
  }

  void word(int from, int to, long hash, boolean afterSpace) {
    if (size > 0) {
      int top = size - 1;
      if (isUnit(top, hash) || kinds[top] >= NUMBER && WordSet.CALENDAR.contains(hash)) {
        ends[top] = to;
        kinds[top] = VALUE;
        return;
      }
      if (kinds[top] == WORD && afterSpace && WordSet.PERSON.contains(hashes[top])) {
        value(VALUE, from, to, true);
        return;
      }
    }
    push(WORD, from, to, hash, afterSpace);
  }

  /** Takes a mark of punctuation, a token of its own unless it belongs to the value before it. */
  void mark(int at, boolean afterSpace) {
    char c = text[at];
    boolean touchesValue = !afterSpace && size > 0 && kinds[size - 1] >= NUMBER;
    if (touchesValue && (c == '%' || c == '#')) {
      ends[size - 1] = at + 1;
    } else if (c != ')' || !closesNote(at + 1)) {
      push(MARK, at, at + 1, WordSet.hash(WordSet.hash(), c), afterSpace);
    }
  }

  void value(byte kind, int from, int to, boolean afterSpace) {
    int above = size;
    while (above > 0
        && kinds[above - 1] == WORD
        && WordSet.CALENDAR.contains(hashes[above - 1])) {
      above--;
    }
    int below = above;
    while (below > 0 && isOneOf(CONNECTORS, below - 1)) {
      below--;
    }
    if (below > 0 && kinds[below - 1] >= NUMBER) {
      size = below;
      ends[below - 1] = to;
      kinds[below - 1] = kind;
      return;
    }
    boolean mayHaveSign = kind == NUMBER && above == size && size > 0 && !afterSpace;
    if (mayHaveSign && isOneOf(SIGNS, size - 1)) {
      above--;
    }
    int start = above < size ? starts[above] : from;
    boolean startAfterSpace = above < size ? spaced[above] : afterSpace;
    size = above;
    push(kind, start, to, MASK_HASH, startAfterSpace);
  }

  /** The same for the same tokens, wherever white space stands between them. */
  long hash() {
    long hash = size;
    for (int i = 0; i < size; i++) {
      hash = (hash ^ hashes[i]) * MIX;
      hash ^= hash >>> 29;
    }
    return hash;
  }

  /** The tokens, those without white space between them together. */
  Shape shape() {
    List<Chunk> chunks = new ArrayList<>();
    List<String> chunk = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      if (spaced[i] && !chunk.isEmpty()) {
        chunks.add(new Chunk(chunk));
        chunk.clear();
      }
      chunk.add(kinds[i] >= NUMBER ? Template.MASK : string(starts[i], ends[i]));
    }
    if (!chunk.isEmpty()) {
      chunks.add(new Chunk(chunk));
    }
    return chunks.isEmpty() ? Shape.BLANK : new Shape(chunks);
  }

  private boolean isUnit(int top, long hash) {
    return kinds[top] == NUMBER && WordSet.UNITS.contains(hash);
  }

  /** Whether a bracket closes a note on a value that holds nothing or a value: it goes with it. */
  private boolean closesNote(int to) {
    int noted = size - (size > 0 && kinds[size - 1] >= NUMBER ? 3 : 2);
    if (noted < 0 || kinds[noted] < NUMBER || !isOneOf("(", noted + 1)) {
      return false;
    }
    size = noted + 1;
    ends[noted] = to;
    kinds[noted] = VALUE;
    return true;
  }

  private boolean isOneOf(String marks, int at) {
    return kinds[at] == MARK && marks.indexOf(text[starts[at]]) >= 0;
  }

  private void push(byte kind, int from, int to, long hash, boolean afterSpace) {
    kinds[size] = kind;
    starts[size] = from;
    ends[size] = to;
    hashes[size] = hash;
    spaced[size] = afterSpace;
    size++;
  }

  /** Half a surrogate pair would not survive being stored. */
  private String string(int from, int to) {
    for (int i = from; i < to; i++) {
      if (Character.isSurrogate(text[i])) {
        return withoutBrokenPairs(from, to);
      }
    }
    return new String(text, from, to - from);
  }

  private String withoutBrokenPairs(int from, int to) {
    StringBuilder whole = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      char c = text[i];
      if (i + 1 < to && Character.isSurrogatePair(c, text[i + 1])) {
        whole.append(c).append(text[++i]);
      } else {
        whole.append(Character.isSurrogate(c) ? '\ufffd' : c);
      }
    }
    return whole.toString();
  }
}
