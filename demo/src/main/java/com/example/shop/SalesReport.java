package com.example.shop;

import java.util.List;

/** Figures about the orders so far. */
public final class SalesReport {

  private final List<Order> orders;

  public SalesReport(List<Order> orders) {
    this.orders = List.copyOf(orders);
  }

  public int turnoverCents() {
    return orders.stream().mapToInt(Order::totalCents).sum();
  }

  /** What one customer spends on an order; 0 before the first. */
  public int averageCents(String customerId) {
    int sum = 0;
    int count = 0;
    for (Order order : orders) {
      if (order.customerId().equals(customerId)) {
        sum += order.totalCents();
        count++;
      }
    }
    return sum / count;
  }
}
