package nexa.collect.template;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The messages of one template, as they come. */
final class Cluster {

  /** Of the ids it took over, the latest are kept. */
  static final int FORMER_IDS_MAX = 64;

  private static final Shape NOTHING = new Shape(List.of());

  private final long id;
  private final List<Long> formerIds = new ArrayList<>();
  private Shape shape;
  private String text;
  private long count;
  private long lastUse;
  private @Nullable Cluster mergedInto;
  private boolean forgotten;

  Cluster(long id, Shape shape) {
    this.id = id;
    this.shape = shape;
    this.text = shape.text();
  }

  long id() {
    return id;
  }

  Shape shape() {
    return shape;
  }

  void setShape(Shape general) {
    shape = general;
    text = general.text();
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

  /** The number of its last message. */
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

  void forget() {
    forgotten = true;
    letGo();
  }

  /** Where its messages belong now, or null when it was forgotten. */
  @Nullable Cluster current() {
    Cluster at = this;
    while (at.mergedInto != null) {
      at = at.mergedInto;
    }
    return at.forgotten ? null : at;
  }

  /** Hashes may lead here for long. */
  private void letGo() {
    shape = NOTHING;
    text = "";
  }
}
