package workload;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Orders of one customer, whose voucher is always missing: fails five frames below the servlet. */
final class Orders {

  private final String customer;
  private final Map<String, Integer> prices = new HashMap<>(Map.of("apple", 120, "pear", 90));

  Orders(String customer) {
    this.customer = customer;
  }

  int place(String item, int quantity) {
    return total(item, quantity, customer.length());
  }

  private int total(String item, int quantity, int rank) {
    return quantity * discounted(prices.getOrDefault(item, 0), rank);
  }

  private int discounted(int price, int rank) {
    return price - percent(voucher(rank)) * price / 100;
  }

  private int percent(@Nullable Integer voucher) {
    return unwrapped(voucher) + prices.size();
  }

  @SuppressWarnings("NullAway") // the fault that is watched
  private static int unwrapped(@Nullable Integer voucher) {
    return voucher.intValue();
  }

  private static @Nullable Integer voucher(int rank) {
    return rank > 100 ? Integer.valueOf(rank) : null;
  }
}
