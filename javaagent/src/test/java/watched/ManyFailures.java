package watched;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Fails and logs as often as told, then says how many times, how much heap is live, and how long the
 * longest failure took. */
public final class ManyFailures {

  private ManyFailures() {}

  public static void main(String[] arguments) {
    Logger logger = Logger.getLogger("many");
    logger.setUseParentHandlers(false);
    int failures = 0;
    long longest = 0;
    for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
      long started = System.nanoTime();
      try {
        Shop.broken().checkout(i);
      } catch (Shop.ShopException e) {
        logger.log(Level.SEVERE, "failed", e);
        failures++;
      }
      longest = Math.max(longest, System.nanoTime() - started);
    }
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long live = (runtime.totalMemory() - runtime.freeMemory()) / 1024;
    System.out.println("measured " + failures + " " + live + " " + longest / 1_000_000);
  }
}
