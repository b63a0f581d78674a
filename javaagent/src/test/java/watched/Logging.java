package watched;

import java.util.logging.Level;
import org.apache.logging.log4j.LogManager;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Logs one failure through each of Logback, java.util.logging and Log4j 2. */
public final class Logging {

  private Logging() {}

  public static void main(String[] arguments) throws Exception {
    run(() -> {
      try {
        Shop.broken().checkout(1);
      } catch (Shop.ShopException e) {
        MDC.put("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736");
        LoggerFactory.getLogger("shop.orders").error("order {} failed", 7, e);
        LoggerFactory.getLogger("shop.orders").error("the cause", e.getCause());
        throw new IllegalStateException("wrapped again", e);
      }
    });
    run(() -> {
      try {
        System.out.println(Shop.parser(1).apply("12x3y"));
      } catch (NumberFormatException e) {
        java.util.logging.Logger.getLogger("shop.jul").log(Level.SEVERE, "cannot parse", e);
        java.util.logging.Logger.getLogger("shop.jul").log(Level.INFO, "below the threshold",
            new Exception("not reported"));
      }
    });
    run(() -> {
      try {
        Shop.order(Shop.broken(), 1, 1);
      } catch (NullPointerException e) {
        LogManager.getLogger("shop.log4j").error("cannot order {}", 8, e);
        LogManager.getLogger("shop.log4j.child").warn("again", e);
      }
    });
    System.out.println("ended");
  }

  private static void run(Runnable work) throws InterruptedException {
    Thread thread = new Thread(work);
    thread.start();
    thread.join();
  }
}
