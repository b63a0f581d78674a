package com.example.shop;

/** What a cart would cost. */
public record Quote(int goodsCents, int discountCents, int shippingCents) {

  public int totalCents() {
    return goodsCents - discountCents + shippingCents;
  }
}
