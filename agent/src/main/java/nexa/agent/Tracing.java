package nexa.agent;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the spans of healing runs go: to an OTLP endpoint when the environment names one. */
final class Tracing {

  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

  private Tracing() {}

  static Tracer tracer(Map<String, String> environment) {
    @Nullable String endpoint = environment.get(ENDPOINT);
    if (endpoint == null || endpoint.isBlank()) {
      return OpenTelemetry.noop().getTracer("nexa");
    }
    return SdkTracerProvider.builder()
        .addSpanProcessor(
            BatchSpanProcessor.builder(
                OtlpHttpSpanExporter.builder().setEndpoint(endpoint + "/v1/traces").build())
                .build())
        .build()
        .get("nexa");
  }
}
