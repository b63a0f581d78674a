package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShopServerTest {

  private final HttpClient client = HttpClient.newHttpClient();
  private ShopServer server;

  @BeforeEach
  void open() throws Exception {
    server = new ShopServer(new ShopApi(), 0);
    server.start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void health_isUp() throws Exception {
    assertEquals("{\"status\":\"up\"}", get("/health").body());
  }

  @Test
  void product_isShown() throws Exception {
    assertEquals(
        "{\"sku\":\"GIFT\",\"name\":\"Gift card\",\"cents\":2500}", get("/product?sku=GIFT").body());
  }

  @Test
  void unknownPage_isNotFound() throws Exception {
    assertEquals(404, get("/nowhere").statusCode());
    assertEquals(404, get("/product?sku=CAR").statusCode());
  }

  @Test
  void checkout_addsUp() throws Exception {
    assertEquals(
        "{\"goods\":1340,\"discount\":134,\"shipping\":890,\"total\":2096}",
        get("/checkout?skus=MUG-04-BLUE,TEA-02-MINT&code=SPRING10&country=SE").body());
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
