package com.example.shop;

/** A product in a cart, and how many of it. */
public record CartLine(String sku, int quantity, int priceCents) {

  public CartLine {
    if (quantity < 1) {
      throw new IllegalArgumentException("quantity must be positive, not " + quantity);
    }
  }

  public int totalCents() {
    return quantity * priceCents;
  }
}
