package com.example.shop;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters behind the question mark of a request. */
record Query(Map<String, String> parameters) {

  static Query parse(String text) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (text != null) {
      for (String pair : text.split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          parameters.put(
              pair.substring(0, equals),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
      }
    }
    return new Query(parameters);
  }

  String get(String name) {
    return parameters.getOrDefault(name, "");
  }
}
