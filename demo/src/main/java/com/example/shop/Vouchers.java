package com.example.shop;

import java.util.Map;

/** The vouchers in circulation, by code. */
public final class Vouchers {

  private final Map<String, Voucher> byCode;

  public Vouchers(Map<String, Voucher> byCode) {
    this.byCode = Map.copyOf(byCode);
  }

  /** What a voucher takes off an amount; 0 for a code that there is no voucher for. */
  public int discountCents(String code, int amountCents) {
    Voucher voucher = byCode.get(code);
    return amountCents * voucher.percent() / 100;
  }
}
