package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class VouchersTest {

  private final Vouchers vouchers = new Vouchers(Map.of("HALF", new Voucher("HALF", 50)));

  @Test
  void voucher_takesItsPercentOff() {
    assertEquals(445, vouchers.discountCents("HALF", 890));
  }

  @Test
  void nothing_isReducedToNothing() {
    assertEquals(0, vouchers.discountCents("HALF", 0));
  }

  @Test
  void moreThanEverything_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Voucher("MORE", 101));
  }
}
