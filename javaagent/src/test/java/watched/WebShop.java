package watched;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.slf4j.LoggerFactory;

/** A shop on the JDK's HTTP server whose handlers fail in four ways. */
public final class WebShop {

  private WebShop() {}

  public static void main(String[] arguments) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/ok", exchange -> answer(exchange, 200));
    server.createContext("/swallowed", exchange -> Shop.broken().checkout(1));
    server.createContext("/plain500", exchange -> answer(exchange, 503));
    server.createContext(
        "/logged500",
        exchange -> {
          try {
            Shop.broken().checkout(2);
          } catch (Shop.ShopException e) {
            LoggerFactory.getLogger(WebShop.class).error("request failed", e);
            answer(exchange, 500);
          }
        });
    server.start();
    System.out.println("port " + server.getAddress().getPort());
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }
}
