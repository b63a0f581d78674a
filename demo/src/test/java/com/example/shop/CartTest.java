package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CartTest {

  private static final Product MUG = new Product("MUG-04-BLUE", "Blue mug", "kitchen", 890);
  private static final Product TEA = new Product("TEA-02-MINT", "Mint tea", "food", 450);

  @Test
  void emptyCart_costsNothing() {
    assertEquals(0, new Cart(List.of()).totalCents());
  }

  @Test
  void total_countsQuantities() {
    Cart cart = new Cart(List.of());
    cart.add(MUG, 2);
    cart.add(TEA, 1);
    assertEquals(2_230, cart.totalCents());
    assertEquals(3, cart.itemCount());
  }

  @Test
  void quantityOfZero_isRefused() {
    Cart cart = new Cart(List.of());
    assertThrows(IllegalArgumentException.class, () -> cart.add(MUG, 0));
  }

  @Test
  void availableLines_stay() {
    Cart cart = new Cart(List.of(new CartLine("MUG-04-BLUE", 1, 890)));
    cart.removeSoldOut(Set.of("TEA-02-MINT"));
    assertEquals(1, cart.lines().size());
  }
}
