package watched;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Logs far more exceptions of one class than are reported, one of them captured. */
public final class LogFlood {

  private static final Logger LOGGER = Logger.getLogger("flood");
  private static int reads;

  private LogFlood() {}

  public static void main(String[] arguments) {
    LOGGER.setUseParentHandlers(false);
    flood(100);
    try {
      fail(4711);
    } catch (IllegalStateException e) {
      LOGGER.log(new CountedRecord(e));
    }
    flood(2000);
    System.out.println("read " + reads);
  }

  private static void flood(int failures) {
    for (int i = 0; i < failures; i++) {
      LOGGER.log(new CountedRecord(new IllegalStateException("one of many")));
    }
  }

  private static void fail(int order) {
    throw new IllegalStateException("order " + order);
  }

  /** Counts how often its message is asked for. */
  private static final class CountedRecord extends LogRecord {
    CountedRecord(Throwable thrown) {
      super(Level.SEVERE, thrown.getMessage());
      setThrown(thrown);
    }

    @Override
    public String getMessage() {
      reads++;
      return super.getMessage();
    }
  }
}
