package watched;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Fails in many ways, lets go of everything, and says whether all of it could be collected. */
public final class Leaks {

  private static final Logger LOG = Logger.getLogger("leaks");
  private static final List<WeakReference<Object>> GONE = new ArrayList<>();

  private Leaks() {}

  /** An application's object that failures carry. */
  private record Payload(String text, List<Object> more) {}

  /** An exception that holds an application's object. */
  private static final class Failure extends RuntimeException {
    private final transient Payload payload;

    Failure(Payload payload, Throwable cause) {
      super(payload.text(), cause);
      this.payload = payload;
    }

    @Override
    public String toString() {
      return "Failure of " + payload;
    }
  }

  public static void main(String[] arguments) throws Exception {
    LOG.setUseParentHandlers(false);
    boolean loaders = arguments[0].equals("loaders");
    for (int i = 0; i < 8; i++) {
      if (loaders) {
        inOwnLoader();
      } else {
        caught(i);
        logged(i);
        uncaught(i);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(400)); // so that it is armed
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (alive() > 0 && System.nanoTime() < deadline) {
      System.gc();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    System.out.println("made " + GONE.size() + " alive " + alive());
  }

  private static long alive() {
    return GONE.stream().filter(reference -> reference.get() != null).count();
  }

  private static void caught(int number) {
    try {
      work(payload(number));
    } catch (Failure e) {
      GONE.add(new WeakReference<>(e));
    }
  }

  private static void logged(int number) {
    try {
      work(payload(number));
    } catch (Failure e) {
      GONE.add(new WeakReference<>(e));
      LOG.log(Level.SEVERE, "failed", e);
    }
  }

  private static void uncaught(int number) throws InterruptedException {
    Payload payload = payload(number);
    Thread thread = new Thread(() -> work(payload), "leaking");
    thread.setUncaughtExceptionHandler((t, e) -> GONE.add(new WeakReference<>(e)));
    thread.start();
    thread.join();
  }

  private static Payload payload(int number) {
    Payload payload = new Payload("payload " + number, new ArrayList<>());
    payload.more().add(payload);
    GONE.add(new WeakReference<>(payload));
    return payload;
  }

  private static void work(Payload payload) {
    try {
      Object first = payload.more().get(0);
      throw new IllegalStateException(((Payload) first).text());
    } catch (IllegalStateException e) {
      throw new Failure(payload, e);
    }
  }

  private static void inOwnLoader() throws IOException, ReflectiveOperationException {
    URL classes = Leaks.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      Class<?> shop = loader.loadClass("watched.Shop");
      Object broken = shop.getMethod("broken").invoke(null);
      GONE.add(new WeakReference<>(loader));
      for (int i = 0; i < 3; i++) {
        try {
          shop.getMethod("checkout", int.class).invoke(broken, 1);
        } catch (InvocationTargetException e) {
          LOG.log(Level.SEVERE, "failed", e.getCause());
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
      }
    }
  }
}
