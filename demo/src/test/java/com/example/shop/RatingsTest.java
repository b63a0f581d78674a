package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatingsTest {

  private final Ratings ratings =
      new Ratings(
          List.of(
              new Review("MUG-04-BLUE", "ann", 3),
              new Review("MUG-04-BLUE", "bob", 5),
              new Review("LMP-07-DESK", "ann", 4)));

  @Test
  void best_isTheMostStars() {
    assertEquals(5, ratings.best("MUG-04-BLUE"));
  }

  @Test
  void onlyReview_isTheBest() {
    assertEquals(4, ratings.best("LMP-07-DESK"));
  }

  @Test
  void count_isOfOneProduct() {
    assertEquals(2, ratings.count("MUG-04-BLUE"));
    assertEquals(0, ratings.count("GIFT"));
  }
}
