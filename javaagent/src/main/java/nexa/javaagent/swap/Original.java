package nexa.javaagent.swap;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** A loaded class as it was before a swap; does not keep it from being unloaded. */
final class Original {

  final String name;

  /** The class file to redefine it from. */
  final byte[] base;

  /** The class file as the loader finds it, or null when that has changed since. */
  final byte @Nullable [] disk;

  /** SHA-256 in hex of what really runs: the base behind all agents' transformers. */
  final String running;

  private final WeakReference<Class<?>> type;

  Original(Class<?> type, byte[] base, byte @Nullable [] disk, String running) {
    this.type = new WeakReference<Class<?>>(type);
    this.name = type.getName();
    this.base = base;
    this.disk = disk;
    this.running = running;
  }

  @Nullable Class<?> type() {
    return type.get();
  }

  /** Whether it is redefined from the loader's class file when nothing is swapped. */
  boolean isFromDisk() {
    return base == disk;
  }
}
