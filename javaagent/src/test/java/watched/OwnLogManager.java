package watched;

import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** A log manager of the application's own, and a program that logs a failure through it. */
public final class OwnLogManager extends LogManager {

  public static void main(String[] arguments) throws Exception {
    System.out.println("manager " + LogManager.getLogManager().getClass().getName());
    try {
      Shop.order(Shop.broken(), 1, 1);
    } catch (NullPointerException e) {
      Logger.getLogger("shop.jul").log(Level.SEVERE, "cannot order", e);
    }
  }
}
