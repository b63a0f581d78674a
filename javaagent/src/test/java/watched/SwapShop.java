package watched;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Prices by the class shop.Cart, as told line by line and over HTTP. */
public final class SwapShop {

  private SwapShop() {}

  public static void main(String[] arguments) throws Exception {
    Pricing cart =
        (Pricing) Class.forName("shop.Cart").getDeclaredConstructor().newInstance();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> serve(exchange, cart));
    server.start();
    System.out.println("port " + server.getAddress().getPort());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(answer(cart, line));
    }
  }

  private static String answer(Pricing cart, String line) throws Exception {
    switch (line) {
      case "names":
        return "names "
            + cart.getClass().getMethod("price", int.class).getParameters()[0].getName();
      case "fields":
        return "fields " + cart.getClass().getDeclaredFields().length;
      case "threads":
        return "threads "
            + Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("nexa-"))
                .sorted()
                .toList();
      default:
        return "price " + priced(cart, Integer.parseInt(line));
    }
  }

  private static String priced(Pricing cart, int quantity) throws InterruptedException {
    String[] result = new String[1];
    Thread thread =
        new Thread(
            () -> {
              try {
                result[0] = String.valueOf(cart.price(quantity));
              } catch (RuntimeException e) {
                result[0] = e.getClass().getSimpleName();
                java.util.logging.Logger.getLogger("shop")
                    .log(java.util.logging.Level.SEVERE, "no price", e);
              }
            });
    thread.start();
    thread.join();
    return result[0];
  }

  private static void serve(HttpExchange exchange, Pricing cart) throws IOException {
    int status = 200;
    try {
      cart.price(Integer.parseInt(exchange.getRequestURI().getPath().substring(1)));
    } catch (RuntimeException e) {
      status = 500;
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }
}
