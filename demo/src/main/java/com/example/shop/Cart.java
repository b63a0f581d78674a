package com.example.shop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What a customer is about to buy. */
public final class Cart {

  private final List<CartLine> lines;

  public Cart(Collection<CartLine> lines) {
    this.lines = new ArrayList<>(lines);
  }

  public void add(Product product, int quantity) {
    lines.add(new CartLine(product.sku(), quantity, product.priceCents()));
  }

  public int totalCents() {
    return lines.stream().mapToInt(CartLine::totalCents).sum();
  }

  public int itemCount() {
    return lines.stream().mapToInt(CartLine::quantity).sum();
  }

  /** Takes out the lines that cannot be delivered. */
  public void removeSoldOut(Set<String> soldOut) {
    for (CartLine line : lines) {
      if (soldOut.contains(line.sku())) {
        lines.remove(line);
      }
    }
  }

  public List<CartLine> lines() {
    return List.copyOf(lines);
  }
}
