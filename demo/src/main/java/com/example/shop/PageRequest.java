package com.example.shop;

/** Which part of a list to show. Pages count from 1. */
public record PageRequest(int number, int size) {

  static final int DEFAULT_SIZE = 5;

  public static PageRequest of(String page) {
    return new PageRequest(parseNumber(page), DEFAULT_SIZE);
  }

  public long offset() {
    return (Math.max(number, 1) - 1L) * size;
  }

  static int parseNumber(String page) {
    if (page == null || page.isBlank()) {
      return 1;
    }
    return Integer.parseInt(page.trim());
  }
}
