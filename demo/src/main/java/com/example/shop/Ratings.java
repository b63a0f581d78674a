package com.example.shop;

import java.util.Comparator;
import java.util.List;

/** The reviews of all products. */
public final class Ratings {

  private final List<Review> reviews;

  public Ratings(List<Review> reviews) {
    this.reviews = List.copyOf(reviews);
  }

  public long count(String sku) {
    return reviews.stream().filter(review -> review.sku().equals(sku)).count();
  }

  /** The most stars a product was given; 0 before its first review. */
  public int best(String sku) {
    return reviews.stream()
        .filter(review -> review.sku().equals(sku))
        .map(Review::stars)
        .max(Comparator.naturalOrder())
        .get();
  }
}
