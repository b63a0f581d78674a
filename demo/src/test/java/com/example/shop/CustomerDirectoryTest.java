package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CustomerDirectoryTest {

  private final CustomerDirectory customers =
      new CustomerDirectory(
          Map.of(
              "ann", new Customer("ann", "Ann Meyer", "DE", 120),
              "eve", new Customer("eve", "Eve Novak", "CZ", 0)));

  @Test
  void points_areTheCustomers() {
    assertEquals(120, customers.points("ann"));
  }

  @Test
  void newCustomer_hasNoPoints() {
    assertEquals(0, customers.points("eve"));
  }

  @Test
  void size_countsCustomers() {
    assertEquals(2, customers.size());
  }
}
