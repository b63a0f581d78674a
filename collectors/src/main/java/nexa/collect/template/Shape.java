package nexa.collect.template;

import java.util.ArrayList;
import java.util.List;

/** The chunks of a masked message, or of the template of many. */
record Shape(List<Chunk> chunks) {

  /** The shape of a message without tokens. */
  static final Shape BLANK = new Shape(List.of(new Chunk(List.of(Template.MASK))));

  /** What {@link #place} says of two shapes without a difference. */
  static final int SAME = -1;

  /** What {@link #place} says of two shapes with more than one difference. */
  static final int MANY = -2;

  /** What {@link #distance} says of a message that a template does not fit. */
  static final int APART = -1;

  private static final int TOKEN_BYTES = 56;

  Shape {
    chunks = List.copyOf(chunks);
  }

  int length() {
    return chunks.size();
  }

  Chunk first() {
    return chunks.getFirst();
  }

  Chunk last() {
    return chunks.getLast();
  }

  boolean hasWord() {
    return chunks.stream().anyMatch(Chunk::hasWord);
  }

  /**
   * In how many places a message of equal length is another than this template that it fits, 0 to many, or
   * {@link #APART}. Where they agree there must be words, at least as many.
   */
  int distance(Shape message) {
    int places = 0;
    int words = 0;
    boolean learned = true;
    for (int i = 0; i < chunks.size(); i++) {
      Chunk chunk = chunks.get(i);
      if (chunk.equals(message.chunks.get(i))) {
        words += chunk.hasWord() ? 1 : 0;
      } else {
        Chunk.Fit fit = chunk.fit(message.chunks.get(i), i == 0);
        if (fit == Chunk.Fit.NONE) {
          return APART;
        }
        places++;
        learned &= fit == Chunk.Fit.LEARNED;
      }
    }
    boolean agrees = places == 0 || words >= Math.max(places, learned ? 1 : 2);
    return agrees ? places : APART;
  }

  /** The only place where two shapes of equal length differ, {@link #SAME} or {@link #MANY}. */
  int place(Shape other) {
    int place = SAME;
    for (int i = 0; i < chunks.size(); i++) {
      if (!chunks.get(i).equals(other.chunks.get(i))) {
        if (place != SAME) {
          return MANY;
        }
        place = i;
      }
    }
    return place;
  }

  /** What two shapes of equal length have in common. */
  Shape generalised(Shape other) {
    List<Chunk> general = new ArrayList<>(chunks);
    for (int i = 0; i < general.size(); i++) {
      if (!general.get(i).equals(other.chunks.get(i))) {
        general.set(i, general.get(i).generalised(other.chunks.get(i)));
      }
    }
    return new Shape(general);
  }

  /** About what it takes in memory. */
  int sizeBytes() {
    int bytes = TOKEN_BYTES;
    for (Chunk chunk : chunks) {
      for (String token : chunk.tokens()) {
        bytes += TOKEN_BYTES + token.length();
      }
    }
    return bytes;
  }

  /** As people read it. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (Chunk chunk : chunks) {
      text.append(text.isEmpty() ? "" : " ");
      chunk.appendTo(text);
    }
    return text.toString();
  }
}
