package com.example.shop;

import java.util.List;
import java.util.Optional;

/** All products, in the order they are shown. */
public final class Catalog {

  private final List<Product> products;

  public Catalog(List<Product> products) {
    this.products = List.copyOf(products);
  }

  public Optional<Product> find(String sku) {
    return products.stream().filter(product -> product.sku().equals(sku)).findFirst();
  }

  public List<Product> inCategory(String category) {
    return products.stream().filter(product -> product.category().equals(category)).toList();
  }

  /** One page, empty beyond the end. */
  public List<Product> page(PageRequest request) {
    return products.stream().skip(request.offset()).limit(request.size()).toList();
  }
}
