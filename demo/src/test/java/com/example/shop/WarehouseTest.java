package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WarehouseTest {

  private final Warehouse warehouse = new Warehouse(Map.of("MUG-04-BLUE", 12, "MUG-04-RED", 0));

  @Test
  void stock_isCounted() {
    assertEquals(12, warehouse.inStock("MUG-04-BLUE"));
    assertEquals(0, warehouse.inStock("TEA-02-MINT"));
  }

  @Test
  void soldOut_holdsWhatIsGone() {
    assertEquals(Set.of("MUG-04-RED"), warehouse.soldOut());
  }

  @Test
  void aisle_isPartOfTheSku() {
    assertEquals("04", warehouse.aisle("MUG-04-BLUE"));
  }
}
