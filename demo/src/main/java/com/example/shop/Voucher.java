package com.example.shop;

/** A code that takes some percent off. */
public record Voucher(String code, int percent) {

  public Voucher {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("percent must be within 0 to 100, not " + percent);
    }
  }
}
