package nexa.agent.sync;

/**
 * What an update of Yjs (its format 1) tells of: the ids that it brings, and those that it deletes. What
 * they stand for is passed over. Of two updates that brings everything that the other does, so that a
 * snapshot that covers older updates can take their place.
 */
record YjsUpdate(IdRanges brings, IdRanges deletes) {

  private static final long CLOCK_MAX = (1L << 53) - 1;

  private static final int KIND = 0x1f;
  private static final int HAS_KEY = 0x20;
  private static final int HAS_RIGHT = 0x40;
  private static final int HAS_LEFT = 0x80;

  private static final int COLLECTED = 0;
  private static final int GAP = 10;

  private static final int XML_ELEMENT = 3;
  private static final int XML_HOOK = 5;
  private static final int XML_TEXT = 6;

  /**
   * Reads an update.
   *
   * @throws Refused when it is none, or has more than {@value IdRanges#RANGES_MAX} ranges
   */
  static YjsUpdate read(byte[] update) {
    Lib0Reader in = new Lib0Reader(update);
    YjsUpdate read = new YjsUpdate(new IdRanges(), new IdRanges());
    for (int left = in.count(); left > 0; left--) {
      int structs = in.count();
      read.bring(in, structs, in.number());
    }
    for (int left = in.count(); left > 0; left--) {
      long client = in.number();
      for (int ranges = in.count(); ranges > 0; ranges--) {
        long clock = in.number();
        read.add(read.deletes, client, clock, in.number());
      }
    }
    in.requireEnd();
    return read;
  }

  private void bring(Lib0Reader in, int structs, long client) {
    long clock = in.number();
    for (int left = structs; left > 0; left--) {
      int info = in.octet();
      int kind = info & KIND;
      long length = kind == COLLECTED || kind == GAP ? in.number() : item(in, info);
      if (kind == GAP) {
        requireInRange(clock, length);
      } else {
        add(brings, client, clock, length);
      }
      clock += length;
    }
  }

  private void add(IdRanges ranges, long client, long clock, long length) {
    requireInRange(clock, length);
    ranges.add(client, clock, length);
    if (size() > IdRanges.RANGES_MAX) {
      throw Refused.malformed("it has more than " + IdRanges.RANGES_MAX + " ranges");
    }
  }

  private static void requireInRange(long clock, long length) {
    if (length < 1 || clock + length > CLOCK_MAX) {
      throw Refused.malformed("an impossible length");
    }
  }

  /** Passes over an item; how many ids it has. */
  private static long item(Lib0Reader in, int info) {
    if ((info & HAS_LEFT) != 0) {
      skipId(in);
    }
    if ((info & HAS_RIGHT) != 0) {
      skipId(in);
    }
    if ((info & (HAS_LEFT | HAS_RIGHT)) == 0) {
      skipParent(in, (info & HAS_KEY) != 0);
    }
    return content(in, info & KIND);
  }

  private static void skipId(Lib0Reader in) {
    in.number();
    in.number();
  }

  private static void skipParent(Lib0Reader in, boolean hasKey) {
    if (in.number() == 1) {
      in.text();
    } else {
      skipId(in);
    }
    if (hasKey) {
      in.text();
    }
  }

  private static long content(Lib0Reader in, int kind) {
    return switch (kind) {
      case 1 -> in.number(); // deleted
      case 2 -> { // JSON
        int count = in.count();
        for (int left = count; left > 0; left--) {
          in.skipJson();
        }
        yield count;
      }
      case 3 -> { // binary
        in.block();
        yield 1;
      }
      case 4 -> in.text().length();
      case 5 -> { // embedded
        in.skipJson();
        yield 1;
      }
      case 6 -> { // format
        in.text();
        in.skipJson();
        yield 1;
      }
      case 7 -> type(in);
      case 8 -> { // any
        int count = in.count();
        for (int left = count; left > 0; left--) {
          in.skipAny();
        }
        yield count;
      }
      case 9 -> { // document
        in.text();
        in.skipAny();
        yield 1;
      }
      default -> throw Refused.malformed("a content of no known kind");
    };
  }

  private static long type(Lib0Reader in) {
    long type = in.number();
    if (type > XML_TEXT) {
      throw Refused.malformed("a type of no known kind");
    }
    if (type == XML_ELEMENT || type == XML_HOOK) {
      in.text();
    }
    return 1;
  }

  /** Whether it brings and deletes all that another does. */
  boolean covers(YjsUpdate other) {
    return brings.covers(other.brings) && deletes.covers(other.deletes);
  }

  /** Takes in what another tells of. */
  void addAll(YjsUpdate other) {
    brings.addAll(other.brings);
    deletes.addAll(other.deletes);
  }

  /** Whether it makes a document smaller, if anything. */
  boolean onlyDeletes() {
    return brings.size() == 0;
  }

  /** How many ranges it takes to say what it tells of. */
  int size() {
    return brings.size() + deletes.size();
  }
}
