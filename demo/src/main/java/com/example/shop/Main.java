package com.example.shop;

import java.io.IOException;

/** Starts the shop: {@code java -jar shop.jar --port 8080 --log shop.log}. */
public final class Main {

  private Main() {}

  public static void main(String[] args) throws IOException {
    // Logback reads the property when the first logger is made.
    System.setProperty("SHOP_LOG", option(args, "--log", "shop.log"));
    int port = Integer.parseInt(option(args, "--port", "8080"));
    ShopServer server = new ShopServer(new ShopApi(), port);
    server.start();
    System.out.println("shop listening on 127.0.0.1:" + server.port());
  }

  private static String option(String[] args, String name, String fallback) {
    for (int i = 0; i + 1 < args.length; i++) {
      if (args[i].equals(name)) {
        return args[i + 1];
      }
    }
    return fallback;
  }
}
