package com.example.shop;

import java.util.Map;

/** An HTTP status and a JSON body. */
record Response(int status, String body) {

  static Response ok(Object body) {
    return new Response(200, Json.write(body));
  }

  static Response error(int status, String message) {
    return new Response(status, Json.write(Map.of("error", message)));
  }
}
