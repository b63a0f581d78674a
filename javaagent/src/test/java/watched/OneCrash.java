package watched;

/** Crashes at once, on the main thread; with a second argument it catches and prints the crash. */
public final class OneCrash {

  private OneCrash() {}

  public static void main(String[] arguments) {
    try {
      Shop.order(Shop.broken(), 1, Integer.parseInt(arguments[0]));
    } catch (RuntimeException e) {
      if (arguments.length < 2) {
        throw e;
      }
      e.printStackTrace();
      System.exit(1);
    }
  }
}
