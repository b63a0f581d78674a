package nexa.collect.template;

import java.util.Locale;

/** A few words to be found by their hash: in lower case, in capitals, and with one capital. */
final class WordSet {

  private static final long SEED = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  /** Units that follow a number. */
  static final WordSet UNITS =
      new WordSet(
          true,
          "b kb mb gb tb kib mib gib tib byte bytes bit bits k m g",
          "ns us ms msec msecs millis s sec secs second seconds milliseconds microseconds",
          "min mins minute minutes h hr hrs hour hours day days week weeks",
          "hz khz mhz ghz percent celsius");

  /** Names of days, months and time zones, and halves of a day, as they are written beside numbers. */
  static final WordSet CALENDAR =
      new WordSet(
          false,
          "Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
          "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April",
          "June July August September October November December",
          "UTC GMT EST EDT CST CDT MST MDT PST PDT CET CEST AM PM");

  /** Before somebody's name. */
  static final WordSet PERSON = new WordSet(true, "user");

  private final long[] slots = new long[512];

  private WordSet(boolean anyCase, String... lines) {
    for (String line : lines) {
      for (String word : line.split(" ")) {
        add(hash(word));
        if (anyCase) {
          add(hash(word.toUpperCase(Locale.ROOT)));
          add(hash(word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1)));
        }
      }
    }
  }

  /** Begins the hash of a word. */
  static long hash() {
    return SEED;
  }

  /** The hash of a word, one character longer: FNV-1a over characters. */
  static long hash(long before, char next) {
    return (before ^ next) * PRIME;
  }

  static long hash(String word) {
    long hash = hash();
    for (int i = 0; i < word.length(); i++) {
      hash = hash(hash, word.charAt(i));
    }
    return hash;
  }

  boolean contains(long hash) {
    int at = slot(hash);
    while (slots[at] != 0) {
      if (slots[at] == hash) {
        return true;
      }
      at = (at + 1) & (slots.length - 1);
    }
    return false;
  }

  private void add(long hash) {
    int at = slot(hash);
    while (slots[at] != 0 && slots[at] != hash) {
      at = (at + 1) & (slots.length - 1);
    }
    slots[at] = hash;
  }

  private int slot(long hash) {
    return (int) (hash ^ hash >>> 32) & (slots.length - 1);
  }
}
