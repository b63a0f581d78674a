package com.example.shop;

import java.util.Map;

/** The registered customers by id. */
public final class CustomerDirectory {

  private final Map<String, Customer> customers;

  public CustomerDirectory(Map<String, Customer> customers) {
    this.customers = Map.copyOf(customers);
  }

  public int size() {
    return customers.size();
  }

  /** The loyalty points a customer has collected; 0 for someone the shop does not know. */
  public int points(String customerId) {
    Customer customer = customers.get(customerId);
    return customer.points();
  }
}
