package com.example.shop;

import java.util.Map;

/** What a parcel costs, by country. */
public final class ShippingRates {

  private static final int FREE_FROM_CENTS = 5_000;

  private final Map<String, Integer> centsByCountry;
  private final int worldCents;

  public ShippingRates(Map<String, Integer> centsByCountry, int worldCents) {
    this.centsByCountry = Map.copyOf(centsByCountry);
    this.worldCents = worldCents;
  }

  public int costCents(String country, int amountCents) {
    if (amountCents >= FREE_FROM_CENTS) {
      return 0;
    }
    return centsByCountry.getOrDefault(country, worldCents);
  }
}
