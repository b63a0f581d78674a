package nexa.agent.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/** A request byte by byte, as no well-behaved client would send it. */
record RawRequest(String line, List<String> headers, String body) {

  RawRequest {
    headers = List.copyOf(headers);
  }

  /** A usual request to this host. */
  static RawRequest of(String method, String path) {
    return line(method + " " + path + " HTTP/1.1").with("Host: 127.0.0.1");
  }

  static RawRequest get(String path) {
    return of("GET", path);
  }

  /** A request with nothing but its first line. */
  static RawRequest line(String line) {
    return new RawRequest(line, List.of(), "");
  }

  RawRequest with(String header) {
    List<String> more = new ArrayList<>(headers);
    more.add(header);
    return new RawRequest(line, more, body);
  }

  RawRequest with(List<String> more) {
    RawRequest request = this;
    for (String header : more) {
      request = request.with(header);
    }
    return request;
  }

  RawRequest bearer(String token) {
    return with("Authorization: Bearer " + token);
  }

  RawRequest without(String name) {
    List<String> fewer = headers.stream().filter(each -> !each.startsWith(name + ":")).toList();
    return new RawRequest(line, fewer, body);
  }

  RawRequest host(String host) {
    return without("Host").with("Host: " + host);
  }

  RawRequest body(String text) {
    return new RawRequest(line, headers, text).with("Content-Length: " + text.length());
  }

  /** A body whose length no header tells. */
  RawRequest bareBody(String text) {
    return new RawRequest(line, headers, text);
  }

  byte[] bytes() {
    StringBuilder text = new StringBuilder(line).append("\r\n");
    headers.forEach(header -> text.append(header).append("\r\n"));
    if (headers.stream().noneMatch(header -> header.startsWith("Connection:"))) {
      text.append("Connection: close\r\n");
    }
    return text.append("\r\n").append(body).toString().getBytes(ISO_8859_1);
  }
}
