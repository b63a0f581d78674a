package nexa.agent.web;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import nexa.agent.store.Swaps;
import nexa.agent.swap.JvmReport;
import nexa.agent.swap.OrderAnswer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what a javaagent says of itself and of its orders, each text and list up to a bound. */
final class StatusJson {

  private static final int NAME_LENGTH_MAX = 200;
  private static final int METHOD_LENGTH_MAX = 1_000;
  private static final int REASON_LENGTH_MAX = 500;
  private static final int ARMED_MAX = 200;
  private static final int SWAPS_MAX = 32;
  private static final int CLASSES_MAX = 16;
  private static final int METHODS_MAX = 64;
  private static final int HASH_LENGTH = 64;

  private StatusJson() {}

  /** A status request's body. */
  static JvmReport report(JsonNode status) {
    JsonNode overhead = status.path("overhead");
    return new JvmReport(
        texts(status.path("armed"), ARMED_MAX),
        status.path("sent").asLong(0),
        status.path("dropped").asLong(0),
        status.path("errors").asLong(0),
        all(status.path("swaps"), SWAPS_MAX, StatusJson::swap),
        new JvmReport.Overhead(
            overhead.path("uptimeMs").asLong(0),
            overhead.path("agentCpuMs").asDouble(0),
            overhead.path("hookMs").asDouble(0)),
        reason(status, "paused"),
        status.path("refusedOrders").asLong(0),
        reason(status, "lastRefusal"));
  }

  /** A swap; empty for one in a state that is none. */
  private static Optional<JvmReport.SwapReport> swap(JsonNode swap) {
    JsonNode watch = swap.path("watch");
    long until = swap.path("untilUnixMs").asLong(0);
    return Swaps.State.of(text(swap, "state"))
        .map(
            state -> new JvmReport.SwapReport(
                text(swap, "id"),
                state,
                reason(swap, "reason"),
                swap.path("fault").asBoolean(false),
                text(swap, "by"),
                texts(swap.path("classes"), CLASSES_MAX),
                texts(swap.path("methods"), METHODS_MAX),
                Instant.ofEpochMilli(swap.path("sinceUnixMs").asLong(0)),
                until == 0 ? null : Instant.ofEpochMilli(until),
                new JvmReport.Watch(
                    watch.path("calls").asLong(0),
                    watch.path("thrown").asLong(0),
                    watch.path("requests").asLong(0),
                    watch.path("failed").asLong(0))));
  }

  /** An order's result. */
  static OrderAnswer answer(JsonNode answer) {
    return new OrderAnswer(
        answer.path("ok").asBoolean(false),
        reason(answer, "reason"),
        all(answer.path("classes"), CLASSES_MAX, StatusJson::tapped));
  }

  private static Optional<OrderAnswer.TappedClass> tapped(JsonNode tapped) {
    String running = text(tapped, "running");
    String disk = tapped.path("disk").asString("");
    if (running.length() != HASH_LENGTH) {
      throw Problem.badRequest("A class has no SHA-256.", "Use the agent of this version.");
    }
    return Optional.of(
        new OrderAnswer.TappedClass(
            text(tapped, "name"),
            running,
            bytes(tapped.path("base").asString("")),
            disk.isEmpty() ? null : bytes(disk)));
  }

  private static byte[] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("A class file is no base64.", "Use the agent of this version.");
    }
  }

  private static List<String> texts(JsonNode list, int max) {
    return all(list, max, text -> Optional.of(bounded(text.asString(""), METHOD_LENGTH_MAX)));
  }

  private static <T> List<T> all(JsonNode list, int max, Function<JsonNode, Optional<T>> read) {
    Stream<JsonNode> items = list.isArray() ? list.valueStream() : Stream.empty();
    return items.limit(max).map(read).flatMap(Optional::stream).toList();
  }

  private static @Nullable String reason(JsonNode node, String field) {
    String text = bounded(node.path(field).asString(""), REASON_LENGTH_MAX);
    return text.isEmpty() ? null : text;
  }

  /** A name, empty when it is not there. */
  static String text(JsonNode node, String field) {
    return bounded(node.path(field).asString(""), NAME_LENGTH_MAX);
  }

  /** A name, null when it is not there. */
  static @Nullable String textOrNull(JsonNode node, String field) {
    String text = text(node, field);
    return text.isEmpty() ? null : text;
  }

  private static String bounded(String text, int lengthMax) {
    return text.length() <= lengthMax ? text : text.substring(0, lengthMax);
  }
}
