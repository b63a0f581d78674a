package nexa.javaagent.capture;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A small table from throwables, by identity and held weakly, to what is known about them. It is
 * lock-free and forgets: an entry is gone after its time, or when its slot is needed.
 */
public final class ThrowableTable<V> {

  private static final int WAYS = 4;

  private final AtomicReferenceArray<@Nullable Entry<V>> slots;
  private final long nanosMax;

  public ThrowableTable(int size, long nanosMax) {
    this.slots = new AtomicReferenceArray<@Nullable Entry<V>>(size);
    this.nanosMax = nanosMax;
  }

  public @Nullable V get(Throwable key) {
    int bucket = bucket(key);
    for (int way = 0; way < WAYS; way++) {
      Entry<V> entry = slots.get(bucket + way);
      if (entry != null && entry.get() == key && fresh(entry)) {
        return entry.value;
      }
    }
    return null;
  }

  /** Adds an entry in place of the oldest of its bucket. */
  public void put(Throwable key, V value) {
    int bucket = bucket(key);
    int oldest = bucket;
    long age = Long.MIN_VALUE;
    long now = System.nanoTime();
    for (int way = 0; way < WAYS; way++) {
      Entry<V> entry = slots.get(bucket + way);
      long entryAge = entry == null || entry.get() == null ? Long.MAX_VALUE : now - entry.nanos;
      if (entryAge > age) {
        age = entryAge;
        oldest = bucket + way;
      }
    }
    slots.set(oldest, new Entry<V>(key, value, now));
  }

  /** Drops what has had its time, so that nothing is held longer than that. */
  public void purge() {
    for (int i = 0; i < slots.length(); i++) {
      Entry<V> entry = slots.get(i);
      if (entry != null && (entry.get() == null || !fresh(entry))) {
        slots.compareAndSet(i, entry, null);
      }
    }
  }

  private boolean fresh(Entry<V> entry) {
    return System.nanoTime() - entry.nanos < nanosMax;
  }

  private int bucket(Throwable key) {
    int hash = System.identityHashCode(key);
    return (hash & Integer.MAX_VALUE) % (slots.length() / WAYS) * WAYS;
  }

  private static final class Entry<V> extends WeakReference<Throwable> {
    final V value;
    final long nanos;

    Entry(Throwable key, V value, long nanos) {
      super(key);
      this.value = value;
      this.nanos = nanos;
    }
  }
}
