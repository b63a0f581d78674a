package com.example.shop;

/** Something the shop sells. A SKU reads kind-aisle-variant, such as {@code MUG-04-BLUE}. */
public record Product(String sku, String name, String category, int priceCents) {}
