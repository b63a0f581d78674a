package com.example.shop;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the goods are, and how many are left. */
public final class Warehouse {

  private static final int AISLE_START = 4;
  private static final int AISLE_END = 6;

  private final Map<String, Integer> stock;

  public Warehouse(Map<String, Integer> stock) {
    this.stock = Map.copyOf(stock);
  }

  public int inStock(String sku) {
    return stock.getOrDefault(sku, 0);
  }

  public Set<String> soldOut() {
    return stock.entrySet().stream()
        .filter(entry -> entry.getValue() == 0)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** The aisle a product is kept in, {@code 04} for {@code MUG-04-BLUE}; empty when it has none. */
  public String aisle(String sku) {
    return sku.substring(AISLE_START, AISLE_END);
  }
}
