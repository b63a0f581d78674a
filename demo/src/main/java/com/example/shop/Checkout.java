package com.example.shop;

/** Works out the price of a cart. */
public final class Checkout {

  private final Vouchers vouchers;
  private final ShippingRates shippingRates;

  public Checkout(Vouchers vouchers, ShippingRates shippingRates) {
    this.vouchers = vouchers;
    this.shippingRates = shippingRates;
  }

  /** A quote; an empty code means no voucher. */
  public Quote quote(Cart cart, String code, String country) {
    int goods = cart.totalCents();
    int discount = code.isEmpty() ? 0 : vouchers.discountCents(code, goods);
    return new Quote(goods, discount, shippingRates.costCents(country, goods - discount));
  }
}
