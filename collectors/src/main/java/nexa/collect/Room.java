package nexa.collect;

/** How many files may be open at once, for one collector or several of one thread. */
final class Room {

  private int free;

  Room(int files) {
    free = files;
  }

  /** Takes the place of one file; false when there is none. */
  boolean take() {
    if (free == 0) {
      return false;
    }
    free--;
    return true;
  }

  void giveBack() {
    free++;
  }
}
