package com.example.shop;

/** What a customer thinks of a product, from one star to five. */
public record Review(String sku, String customerId, int stars) {}
