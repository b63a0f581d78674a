package watched;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Fails and logs as often as told, then says how many times and how much heap is live. */
public final class ManyFailures {

  private ManyFailures() {}

  public static void main(String[] arguments) {
    Logger logger = Logger.getLogger("many");
    logger.setUseParentHandlers(false);
    int failures = 0;
    for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
      try {
        Shop.broken().checkout(i);
      } catch (Shop.ShopException e) {
        logger.log(Level.SEVERE, "failed", e);
        failures++;
      }
    }
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long live = (runtime.totalMemory() - runtime.freeMemory()) / 1024;
    System.out.println("measured " + failures + " " + live);
  }
}
