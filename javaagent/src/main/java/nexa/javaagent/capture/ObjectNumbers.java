package nexa.javaagent.capture;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the objects of a snapshot by identity, from 1 or behind those of another. Holds them
 * weakly: a snapshot lives on when the frames it was taken of are gone, and must not keep the
 * application's objects alive.
 */
final class ObjectNumbers {

  private static final int SLOTS_MIN = 64;

  /** The number before the first. */
  private final int base;

  private @Nullable Numbered[] slots = new Numbered[SLOTS_MIN];
  private int size;

  ObjectNumbers(int base) {
    this.base = base;
  }

  /** The last number given. */
  int last() {
    return base + size;
  }

  /** The number of an object, or 0. */
  int of(Object object) {
    @Nullable Numbered found = slots[slot(slots, object, System.identityHashCode(object))];
    return found == null ? 0 : found.number;
  }

  /** Numbers an object that has no number. */
  int add(Object object) {
    if (size * 2 >= slots.length) {
      grow();
    }
    int hash = System.identityHashCode(object);
    size++;
    slots[slot(slots, object, hash)] = new Numbered(object, hash, last());
    return last();
  }

  private void grow() {
    @Nullable Numbered[] wider = new Numbered[slots.length * 2];
    for (@Nullable Numbered numbered : slots) {
      Object object = numbered == null ? null : numbered.get();
      if (object != null) {
        wider[slot(wider, object, numbered.hash)] = numbered;
      }
    }
    slots = wider;
  }

  /** Where the object is, or the free slot where it would be. */
  private static int slot(@Nullable Numbered[] slots, Object object, int hash) {
    int at = hash & slots.length - 1;
    @Nullable Numbered found = slots[at];
    while (found != null && found.get() != object) {
      at = at + 1 & slots.length - 1;
      found = slots[at];
    }
    return at;
  }

  /** An object and its number. */
  private static final class Numbered extends WeakReference<Object> {
    final int hash;
    final int number;

    Numbered(Object object, int hash, int number) {
      super(object);
      this.hash = hash;
      this.number = number;
    }
  }
}
