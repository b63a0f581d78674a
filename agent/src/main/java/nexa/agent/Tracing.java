package nexa.agent;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the spans of healing runs go: into the home, and the same to an OTLP endpoint when the environment
 * names one. Closing it sends what is left, for 10 s at most.
 */
final class Tracing implements AutoCloseable {

  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

  private final SdkTracerProvider provider;

  /**
   * @param kept where every span is kept
   */
  Tracing(Map<String, String> environment, SpanProcessor kept) {
    SdkTracerProviderBuilder builder = SdkTracerProvider.builder().addSpanProcessor(kept);
    @Nullable String endpoint = environment.get(ENDPOINT);
    if (endpoint != null && !endpoint.isBlank()) {
      builder.addSpanProcessor(
          BatchSpanProcessor.builder(
              OtlpHttpSpanExporter.builder().setEndpoint(endpoint + "/v1/traces").build())
              .build());
    }
    this.provider = builder.build();
  }

  Tracer tracer() {
    return provider.get("nexa");
  }

  @Override
  public void close() {
    provider.close();
  }
}
