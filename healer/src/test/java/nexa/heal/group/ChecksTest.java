package nexa.heal.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChecksTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop.Args.requirePositive", "shop.Args.check", "shop.Errors.createIllegalState_Exception",
        "shop.Errors.newNotFoundException"
      })
  void innermostCheck_isLeftOut(String check) {
    assertThat(Checks.without(List.of(check, "shop.Cart.add"))).containsExactly("shop.Cart.add");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop.Cart.add", "shop.Checkout.pay", "shop.Till.checkout", "shop.Orders.createOrder",
        "shop.Cart.<init>"
      })
  void otherMethod_isKept(String method) {
    assertThat(Checks.without(List.of(method, "shop.Cart.add"))).hasSize(2);
  }

  @Test
  void checkAmongOthers_isKept() {
    assertThat(Checks.without(List.of("shop.Cart.add", "shop.Args.check"))).hasSize(2);
  }

  @Test
  void onlyChecks_areKept() {
    assertThat(Checks.without(List.of("shop.Args.check", "shop.Args.verify"))).hasSize(2);
    assertThat(Checks.without(List.of())).isEmpty();
  }
}
