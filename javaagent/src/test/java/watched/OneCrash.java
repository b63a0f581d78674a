package watched;

/** Crashes at once, on the main thread. */
public final class OneCrash {

  private OneCrash() {}

  public static void main(String[] arguments) {
    Shop.order(Shop.broken(), 1, Integer.parseInt(arguments[0]));
  }
}
