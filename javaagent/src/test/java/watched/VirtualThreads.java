package watched;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Fails on many virtual threads at once, logged or not; compiled for 17, so by reflection. */
public final class VirtualThreads {

  private static final int THREADS = 200;
  private static final long STAYS_MS = 2000; // at its end a JVM has 300 ms for the agent

  private VirtualThreads() {}

  public static void main(String[] arguments) throws Exception {
    var start = Thread.class.getMethod("startVirtualThread", Runnable.class);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      boolean logged = i % 2 == 0;
      threads.add((Thread) start.invoke(null, (Runnable) () -> fail(logged)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Thread.sleep(STAYS_MS);
    System.out.println("ended " + threads.size());
  }

  private static void fail(boolean logged) {
    try {
      Shop.order(Shop.broken(), 1, 1);
    } catch (NullPointerException e) {
      if (!logged) {
        throw e;
      }
      LoggerFactory.getLogger("shop.virtual").error("no order", e);
    }
  }
}
