package com.example.shop;

import java.time.DayOfWeek;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The shop's GET requests. */
final class ShopApi {

  private final Catalog catalog = ShopData.catalog();
  private final Warehouse warehouse = ShopData.warehouse();
  private final CustomerDirectory customers = ShopData.customers();
  private final Checkout checkout = new Checkout(ShopData.vouchers(), ShopData.shippingRates());
  private final SalesReport salesReport = ShopData.salesReport();
  private final Ratings ratings = ShopData.ratings();
  private final OpeningHours openingHours = ShopData.openingHours();

  Response get(String path, Query query) {
    return switch (path) {
      case "/health" -> Response.ok(Map.of("status", "up"));
      case "/products" -> products(query.get("page"));
      case "/product" -> product(query.get("sku"));
      case "/category" -> Response.ok(summaries(catalog.inCategory(query.get("name"))));
      case "/aisle" -> Response.ok(Map.of("aisle", warehouse.aisle(query.get("sku"))));
      case "/stock" -> Response.ok(Map.of("left", warehouse.inStock(query.get("sku"))));
      case "/points" -> Response.ok(Map.of("points", customers.points(query.get("customer"))));
      case "/hours" -> hours(query.get("day"));
      case "/ratings/best" -> Response.ok(Map.of("stars", ratings.best(query.get("sku"))));
      case "/ratings/count" -> Response.ok(Map.of("count", ratings.count(query.get("sku"))));
      case "/report/turnover" -> Response.ok(Map.of("cents", salesReport.turnoverCents()));
      case "/report/average" -> average(query.get("customer"));
      case "/cart" -> Response.ok(Map.of("cents", cart(query.get("skus")).totalCents()));
      case "/cart/available" -> available(query.get("skus"));
      case "/checkout" -> checkout(query);
      default -> Response.error(404, "no such page");
    };
  }

  private Response products(String page) {
    return Response.ok(summaries(catalog.page(PageRequest.of(page))));
  }

  private Response product(String sku) {
    return catalog
        .find(sku)
        .map(product -> Response.ok(summary(product)))
        .orElseGet(() -> Response.error(404, "no such product"));
  }

  private Response hours(String day) {
    return Response.ok(
        Map.of("hours", openingHours.on(DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT)))));
  }

  private Response average(String customer) {
    return Response.ok(Map.of("cents", salesReport.averageCents(customer)));
  }

  private Response available(String skus) {
    Cart cart = cart(skus);
    cart.removeSoldOut(warehouse.soldOut());
    return Response.ok(cart.lines().stream().map(CartLine::sku).toList());
  }

  private Response checkout(Query query) {
    Quote quote =
        checkout.quote(cart(query.get("skus")), query.get("code"), query.get("country"));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("goods", quote.goodsCents());
    body.put("discount", quote.discountCents());
    body.put("shipping", quote.shippingCents());
    body.put("total", quote.totalCents());
    return Response.ok(body);
  }

  private Cart cart(String skus) {
    Cart cart = new Cart(List.of());
    for (String sku : skus.split(",")) {
      catalog.find(sku).ifPresent(product -> cart.add(product, 1));
    }
    return cart;
  }

  private static List<Map<String, Object>> summaries(List<Product> products) {
    return products.stream().map(ShopApi::summary).toList();
  }

  private static Map<String, Object> summary(Product product) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("sku", product.sku());
    body.put("name", product.name());
    body.put("cents", product.priceCents());
    return body;
  }
}
