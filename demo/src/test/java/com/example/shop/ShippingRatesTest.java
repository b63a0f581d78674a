package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ShippingRatesTest {

  private final ShippingRates rates = new ShippingRates(Map.of("DE", 490), 1_990);

  @Test
  void knownCountry_hasItsRate() {
    assertEquals(490, rates.costCents("DE", 1_000));
  }

  @Test
  void otherCountries_payTheWorldRate() {
    assertEquals(1_990, rates.costCents("NZ", 1_000));
  }

  @Test
  void largeOrder_shipsFree() {
    assertEquals(0, rates.costCents("NZ", 5_000));
  }
}
