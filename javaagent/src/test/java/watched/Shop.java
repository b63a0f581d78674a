package watched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Code that fails in many ways, watched by the tests. */
public final class Shop {

  /** An item whose price may be unknown. */
  public record Item(String name, Long price) {}

  /** What a wrapped failure is thrown as. */
  public static final class ShopException extends RuntimeException {
    ShopException(Throwable cause) {
      super("order failed", cause);
    }
  }

  private final String customer;
  private final String password = "hunter2";
  private final List<Item> items = new ArrayList<>();

  public Shop(String customer, Item... items) {
    this.customer = customer;
    this.items.addAll(List.of(items));
  }

  public static Shop broken() {
    return new Shop("ann", new Item("pen", 3L), new Item("ink", null));
  }

  public long total(String coupon, int quantity, double rate, Map<String, Integer> stock) {
    long sum = 0;
    for (Item item : items) {
      sum += item.price() * quantity;
    }
    return sum;
  }

  /** A long and a double slot, and a parameter that is assigned to. */
  public static long order(Shop shop, long number, int quantity) {
    quantity = quantity + 1;
    number += 2;
    return shop.total("X" + number, quantity, 0.5, Map.of("pen", 4));
  }

  /** Wraps what order throws. */
  public long checkout(int quantity) {
    try {
      return order(this, 40, quantity);
    } catch (NullPointerException e) {
      throw new ShopException(e);
    }
  }

  /** Fails in the body of a lambda. */
  public static Function<String, Integer> parser(int offset) {
    return text -> {
      int at = text.indexOf('x') + offset;
      return Integer.parseInt(text.substring(at));
    };
  }

  @Override
  public String toString() {
    return customer + password.length();
  }
}
