package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SalesReportTest {

  private final SalesReport report =
      new SalesReport(
          List.of(
              new Order("1", "ann", 1_000, LocalDate.of(2026, 3, 2)),
              new Order("2", "bob", 9_000, LocalDate.of(2026, 3, 3)),
              new Order("3", "ann", 2_000, LocalDate.of(2026, 3, 4))));

  @Test
  void turnover_addsEverything() {
    assertEquals(12_000, report.turnoverCents());
  }

  @Test
  void average_isOfOneCustomer() {
    assertEquals(1_500, report.averageCents("ann"));
    assertEquals(9_000, report.averageCents("bob"));
  }

  @Test
  void noOrders_noTurnover() {
    assertEquals(0, new SalesReport(List.of()).turnoverCents());
  }
}
