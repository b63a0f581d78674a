package nexa.agent.web;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import nexa.collect.Decoded;
import nexa.collect.OtlpEncoding;
import nexa.collect.OtlpEncoding.Signal;
import nexa.collect.OtlpEvents;
import nexa.event.Loss;
import org.jspecify.annotations.Nullable;

/**
 * What OpenTelemetry's exporters talk to, OTLP over HTTP and over gRPC. Answers and errors have the
 * encoding of the request; only what is worth another try is answered with 429 or 503, or as
 * unavailable.
 */
final class OtlpRoutes {

  private static final String INPUT = OtlpEvents.INPUT;
  private static final String GRPC = "application/grpc";

  /** Codes of {@code google.rpc.Code}. */
  private static final int OK = 0;

  private static final int INVALID_ARGUMENT = 3;
  private static final int RESOURCE_EXHAUSTED = 8;
  private static final int UNAVAILABLE = 14;
  private static final int UNAUTHENTICATED = 16;

  private final Intake intake;
  private final ServiceNames names;
  private final Clock clock;

  OtlpRoutes(Intake intake, ServiceNames names, Clock clock) {
    this.intake = intake;
    this.names = names;
    this.clock = clock;
  }

  void addTo(Routes routes) {
    for (Signal signal : Signal.values()) {
      String name = signal.name().toLowerCase(Locale.ROOT);
      routes.raw(
          HandlerType.POST, "/v1/" + name, "An OTLP exporter sends " + name,
          OtlpEncoding.PROTOBUF.mediaType(), context -> overHttp(context, signal));
      routes.raw(
          HandlerType.POST, method(signal), "An OTLP exporter sends " + name + " by gRPC", GRPC,
          context -> overGrpc(context, signal));
    }
  }

  private static String method(Signal signal) {
    String service =
        switch (signal) {
          case LOGS -> "logs.v1.LogsService";
          case TRACES -> "trace.v1.TraceService";
          case METRICS -> "metrics.v1.MetricsService";
        };
    return "/opentelemetry.proto.collector." + service + "/Export";
  }

  private void overHttp(Context context, Signal signal) {
    OtlpEncoding encoding = encoding(context.header("Content-Type"));
    try {
      byte[] answer = export(context, encoding, signal, UnaryOperator.identity());
      answer(context, encoding, 200, answer);
    } catch (Problem refusal) {
      answer(context, encoding, refusal.status(),
          encoding.status(code(refusal), String.valueOf(refusal.getMessage())));
    } catch (UncheckedIOException e) {
      context.header("Retry-After", Intake.RETRY_AFTER);
      answer(context, encoding, 503,
          encoding.status(UNAVAILABLE, String.valueOf(e.getMessage())));
    }
  }

  private OtlpEncoding encoding(@Nullable String contentType) {
    String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
    for (OtlpEncoding encoding : OtlpEncoding.values()) {
      if (type.startsWith(encoding.mediaType())) {
        return encoding;
      }
    }
    throw intake.refused(
        INPUT,
        new Problem(
            415, "Unsupported media type",
            "OTLP is read as protobuf or JSON, not as "
                + (type.isEmpty() ? "what names no type" : type) + ".",
            "Send Content-Type application/x-protobuf or application/json."));
  }

  private static void answer(Context context, OtlpEncoding encoding, int status, byte[] body) {
    context.status(status).contentType(encoding.mediaType()).result(body);
  }

  /** The status of a gRPC call stands in the trailers; the HTTP status is always 200. */
  private void overGrpc(Context context, Signal signal) {
    String encoding = context.header("grpc-encoding");
    context.status(200).contentType(GRPC);
    try {
      byte[] answer =
          export(
              context, OtlpEncoding.PROTOBUF, signal, body -> GrpcMessage.unwrap(body, encoding));
      end(context, OK, "");
      context.result(GrpcMessage.wrap(answer));
    } catch (Problem refusal) {
      end(context, code(refusal), String.valueOf(refusal.getMessage()));
    } catch (UncheckedIOException e) {
      end(context, UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }

  /** What gRPC calls a refusal; a client comes again by itself only when it is called unavailable. */
  static int code(Problem refusal) {
    return switch (refusal.status()) {
      case 401, 403 -> UNAUTHENTICATED;
      case 413 -> RESOURCE_EXHAUSTED;
      case 408, 429, 503 -> UNAVAILABLE;
      default -> INVALID_ARGUMENT;
    };
  }

  private static void end(Context context, int code, String message) {
    Map<String, String> trailers =
        Map.of("grpc-status", Integer.toString(code), "grpc-message", GrpcMessage.trailer(message));
    context.res().setTrailerFields(() -> trailers);
  }

  /** Takes a request in; gives the answer that says so. */
  private byte[] export(
      Context context, OtlpEncoding encoding, Signal signal, UnaryOperator<byte[]> unwrap) {
    return intake.take(
        INPUT, context,
        request -> {
          byte[] message = unwrap.apply(request.body());
          Decoded sent =
              intake.inTurn(
                  message,
                  () -> OtlpEvents.decode(message, encoding, signal, names::of, clock));
          List<Loss> refused = refused(intake.store(request, sent));
          return encoding.success(
              signal,
              refused.stream().mapToLong(Loss::count).sum(),
              refused.stream().map(Loss::reason).collect(Collectors.joining(", ")));
        });
  }

  /** What was only cut was taken. */
  private static List<Loss> refused(Decoded content) {
    return content.losses().stream().filter(loss -> loss.kind() == Loss.Kind.REFUSED).toList();
  }
}
