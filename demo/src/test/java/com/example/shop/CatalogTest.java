package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CatalogTest {

  private final Catalog catalog = ShopData.catalog();

  @Test
  void knownSku_isFound() {
    assertEquals("Plum jam", catalog.find("JAM-02-PLUM").orElseThrow().name());
  }

  @Test
  void unknownSku_isEmpty() {
    assertTrue(catalog.find("CAR-01-RED").isEmpty());
  }

  @Test
  void category_holdsItsProducts() {
    assertEquals(3, catalog.inCategory("food").size());
  }

  @Test
  void firstPage_isFull() {
    assertEquals(5, catalog.page(new PageRequest(1, 5)).size());
  }

  @Test
  void lastPage_isPartial() {
    assertEquals(4, catalog.page(new PageRequest(2, 5)).size());
  }

  @Test
  void pageBeyondTheEnd_isEmpty() {
    assertTrue(catalog.page(new PageRequest(9, 5)).isEmpty());
  }
}
