package com.example.shop;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;

/** The goods, customers and orders the shop opens with. */
final class ShopData {

  private ShopData() {}

  static Catalog catalog() {
    return new Catalog(
        List.of(
            new Product("MUG-04-BLUE", "Blue mug", "kitchen", 890),
            new Product("MUG-04-RED", "Red mug", "kitchen", 890),
            new Product("PAN-04-IRON", "Iron pan", "kitchen", 3_990),
            new Product("TEA-02-MINT", "Mint tea", "food", 450),
            new Product("TEA-02-BLACK", "Black tea", "food", 420),
            new Product("JAM-02-PLUM", "Plum jam", "food", 390),
            new Product("LMP-07-DESK", "Desk lamp", "home", 4_500),
            new Product("RUG-07-WOOL", "Wool rug", "home", 12_900),
            new Product("GIFT", "Gift card", "cards", 2_500)));
  }

  static Warehouse warehouse() {
    return new Warehouse(
        Map.of(
            "MUG-04-BLUE", 12,
            "MUG-04-RED", 0,
            "PAN-04-IRON", 3,
            "TEA-02-MINT", 0,
            "TEA-02-BLACK", 40,
            "JAM-02-PLUM", 0,
            "LMP-07-DESK", 5,
            "RUG-07-WOOL", 1));
  }

  static CustomerDirectory customers() {
    return new CustomerDirectory(
        Map.of(
            "ann", new Customer("ann", "Ann Meyer", "DE", 120),
            "bob", new Customer("bob", "Bob Lind", "SE", 40),
            "eve", new Customer("eve", "Eve Novak", "CZ", 0)));
  }

  static Vouchers vouchers() {
    return new Vouchers(
        Map.of("SPRING10", new Voucher("SPRING10", 10), "HALF", new Voucher("HALF", 50)));
  }

  static ShippingRates shippingRates() {
    return new ShippingRates(Map.of("DE", 490, "SE", 890, "CZ", 690), 1_990);
  }

  static SalesReport salesReport() {
    return new SalesReport(
        List.of(
            new Order("1001", "ann", 2_670, LocalDate.of(2026, 3, 2)),
            new Order("1002", "bob", 12_900, LocalDate.of(2026, 4, 18)),
            new Order("1003", "ann", 4_500, LocalDate.of(2026, 7, 9))));
  }

  static Ratings ratings() {
    return new Ratings(
        List.of(
            new Review("MUG-04-BLUE", "ann", 5),
            new Review("MUG-04-BLUE", "bob", 3),
            new Review("LMP-07-DESK", "ann", 4)));
  }

  static OpeningHours openingHours() {
    return new OpeningHours(LocalTime.of(9, 0), LocalTime.of(18, 30), DayOfWeek.SUNDAY);
  }
}
