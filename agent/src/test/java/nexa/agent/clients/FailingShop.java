package nexa.agent.clients;

import io.sentry.Sentry;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A shop with a bug, and one way after another to tell of it. */
public final class FailingShop {

  private static final Logger LOG = Logger.getLogger(FailingShop.class.getName());
  private static final long FLUSH_MILLIS = 10_000;

  private FailingShop() {}

  /** Arguments: {@code sentry} and the DSN, or {@code log}, which tells the JDK's logger. */
  public static void main(String[] arguments) throws InterruptedException {
    RuntimeException crash = crash();
    if (arguments[0].equals("sentry")) {
      Sentry.init(options -> options.setDsn(arguments[1]));
      Sentry.captureException(crash);
      Sentry.flush(FLUSH_MILLIS);
    } else {
      LOG.log(Level.SEVERE, "cart failed", crash);
    }
    Thread.sleep(2_000); // the javaagents send on a thread of their own
  }

  /** What the bug throws. */
  public static RuntimeException crash() {
    try {
      return serve(new Cart(List.of()));
    } catch (RuntimeException e) { // a server's last line of defence
      return e;
    }
  }

  private static RuntimeException serve(Cart cart) {
    throw new AssertionError("An empty cart has no dearest item, but " + cart.dearest());
  }

  /** A cart, which may be empty. */
  record Cart(List<Integer> prices) {
    int dearest() {
      return prices.stream().mapToInt(Integer::intValue).max().getAsInt();
    }
  }
}
