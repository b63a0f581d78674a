package nexa.collect.template;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The messages of one template, as they come. */
final class Cluster {

  /** Of the ids it took over, the latest are kept. */
  static final int FORMER_IDS_MAX = 64;

  private static final int TOKEN_BYTES = 56;

  private final long id;
  private final List<Long> formerIds = new ArrayList<>();
  private List<Chunk> pattern;
  private String text;
  private long count;
  private long lastUse;
  private @Nullable Cluster mergedInto;
  private boolean forgotten;

  Cluster(long id, List<Chunk> pattern) {
    this.id = id;
    this.pattern = List.copyOf(pattern);
    this.text = text(pattern);
  }

  long id() {
    return id;
  }

  List<Chunk> pattern() {
    return pattern;
  }

  void setPattern(List<Chunk> general) {
    pattern = List.copyOf(general);
    text = text(general);
  }

  /** Counts a message, the {@code number}th of all. */
  void use(long number) {
    count++;
    lastUse = number;
  }

  void restore(long messages, long number, List<Long> former) {
    count = messages;
    lastUse = number;
    formerIds.addAll(former);
  }

  long count() {
    return count;
  }

  long lastUse() {
    return lastUse;
  }

  /** The ids of the clusters merged into this one, oldest first. */
  List<Long> formerIds() {
    return formerIds;
  }

  Template template() {
    return new Template(id, text, count);
  }

  /** Takes over another cluster's messages and ids. */
  void absorb(Cluster other) {
    count += other.count;
    lastUse = Math.max(lastUse, other.lastUse);
    formerIds.addAll(other.formerIds);
    formerIds.add(other.id);
    other.mergedInto = this;
    other.letGo();
  }

  /** Lets go of the ids beyond {@value #FORMER_IDS_MAX}, oldest first. */
  void trimFormerIds(Consumer<Long> dropped) {
    while (formerIds.size() > FORMER_IDS_MAX) {
      dropped.accept(formerIds.removeFirst());
    }
  }

  /** Where its messages belong now, or null when it was forgotten. */
  @Nullable Cluster current() {
    Cluster at = this;
    while (at.mergedInto != null) {
      at = at.mergedInto;
    }
    return at.forgotten ? null : at;
  }

  void forget() {
    forgotten = true;
    letGo();
  }

  /** About what its pattern takes in memory. */
  int sizeBytes() {
    int bytes = TOKEN_BYTES;
    for (Chunk chunk : pattern) {
      for (String token : chunk.tokens()) {
        bytes += TOKEN_BYTES + token.length();
      }
    }
    return bytes;
  }

  /** Hashes may lead here for long. */
  private void letGo() {
    pattern = List.of();
    text = "";
  }

  private static String text(List<Chunk> pattern) {
    StringBuilder text = new StringBuilder();
    for (Chunk chunk : pattern) {
      text.append(text.isEmpty() ? "" : " ");
      chunk.appendTo(text);
    }
    return text.toString();
  }
}
