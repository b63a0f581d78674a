package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CheckoutTest {

  private final Checkout checkout = new Checkout(ShopData.vouchers(), ShopData.shippingRates());
  private final Cart cart = new Cart(List.of(new CartLine("MUG-04-BLUE", 2, 890)));

  @Test
  void noVoucher_costsGoodsAndShipping() {
    assertEquals(new Quote(1_780, 0, 490), checkout.quote(cart, "", "DE"));
  }

  @Test
  void voucher_isTakenOff() {
    assertEquals(1_780 - 890 + 490, checkout.quote(cart, "HALF", "DE").totalCents());
  }
}
