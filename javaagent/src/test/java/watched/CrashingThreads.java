package watched;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Crashes one thread for each line of input, in the way the line says. */
public final class CrashingThreads {

  private CrashingThreads() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String how = line;
      Thread thread = new Thread(() -> crash(how), "worker-" + how);
      if (how.startsWith("handled")) {
        thread.setUncaughtExceptionHandler((t, e) -> System.out.println("handler " + e.getClass()));
      }
      thread.start();
      thread.join();
      System.out.println("done " + how);
    }
  }

  private static void crash(String how) {
    switch (how) {
      case "lambda" -> System.out.println(Shop.parser(1).apply("12x3y"));
      case "constructor" -> new Parcel("oslo", -1, 2.5);
      case "hostile" -> new Hostile().fail(Hostile.cycle(), Hostile.huge(), new Hostile());
      case "names" -> names();
      case "woven" -> System.out.println("woven " + ByteTap.woven(Shop.class));
      default -> Shop.order(Shop.broken(), 40, 1);
    }
  }

  private static void names() {
    for (var parameter : Shop.class.getDeclaredMethods()) {
      if (parameter.getName().equals("total")) {
        System.out.println("names " + parameter.getParameters()[1].getName());
      }
    }
  }

  /** Fails in its constructor, after an argument was assigned to. */
  static final class Parcel {
    private final String to;
    private int weight;

    Parcel(String to, int weight, double rate) {
      super();
      this.to = to;
      weight = weight * 2;
      this.weight = new int[] {1, 2}[weight];
    }

    @Override
    public String toString() {
      return to + weight;
    }
  }
}
