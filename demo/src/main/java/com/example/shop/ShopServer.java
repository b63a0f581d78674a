package com.example.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the shop's API on the loopback interface. */
final class ShopServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ShopServer.class);
  private static final int THREADS = 4;

  private final ShopApi api;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  ShopServer(ShopApi api, int port) throws IOException {
    this.api = api;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
  }

  void start() {
    server.start();
    log.info("Shop is open on port {}", port());
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Response response = answer(exchange);
    byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(response.status(), body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private Response answer(HttpExchange exchange) {
    if (!exchange.getRequestMethod().equals("GET")) {
      return Response.error(405, "only GET is served");
    }
    String path = exchange.getRequestURI().getPath();
    try {
      return api.get(path, Query.parse(exchange.getRequestURI().getRawQuery()));
    } catch (RuntimeException e) {
      log.error("GET {} failed", path, e);
      return Response.error(500, "internal error");
    }
  }
}
