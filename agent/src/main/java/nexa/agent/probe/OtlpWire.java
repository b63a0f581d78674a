package nexa.agent.probe;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporterBuilder;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import nexa.agent.probe.Desk.Ticket;
import nexa.agent.probe.Road.Reply;

/** Sends a log record with an exception by OpenTelemetry's own exporters, which try once. */
final class OtlpWire {

  private OtlpWire() {}

  /** By HTTP, as gzipped protobuf. */
  static Reply http(URI address, Ticket ticket, Shown shown) throws IOException {
    OtlpHttpLogRecordExporterBuilder builder =
        OtlpHttpLogRecordExporter.builder()
            .setEndpoint(address.toString())
            .setCompression("gzip")
            .setTimeout(Wires.TIMEOUT)
            .setRetryPolicy(null);
    headers(ticket, shown).forEach(builder::addHeader);
    return send(builder.build(), record(ticket, shown));
  }

  /** By gRPC. */
  static Reply grpc(URI address, Ticket ticket, Shown shown) throws IOException {
    OtlpGrpcLogRecordExporterBuilder builder =
        OtlpGrpcLogRecordExporter.builder()
            .setEndpoint(address.toString())
            .setTimeout(Wires.TIMEOUT)
            .setRetryPolicy(null);
    headers(ticket, shown).forEach(builder::addHeader);
    return send(builder.build(), record(ticket, shown));
  }

  private static Map<String, String> headers(Ticket ticket, Shown shown) {
    return Wires.with(shown.headers(ticket.id(), new byte[0]), Wires.HEADER, ticket.secret());
  }

  private static Reply send(LogRecordExporter exporter, List<LogRecordData> records)
      throws IOException {
    try (exporter) {
      CompletableResultCode result =
          exporter.export(records).join(2 * Wires.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      Throwable failure = result.getFailureThrowable();
      if (failure instanceof IOException broken) {
        throw broken;
      }
      if (failure != null && failure.getCause() instanceof IOException broken) {
        throw broken;
      }
      return new Reply(
          result.isSuccess(),
          result.isSuccess() ? "accepted" : failure == null ? "no answer" : failure.toString());
    }
  }

  private static List<LogRecordData> record(Ticket ticket, Shown shown) {
    Caught caught = new Caught();
    try (SdkLoggerProvider provider =
        SdkLoggerProvider.builder()
            .setResource(
                Resource.empty().toBuilder().put("service.name", shown.service()).build())
            .addLogRecordProcessor(SimpleLogRecordProcessor.create(caught))
            .build()) {
      provider.get("nexa-doctor").logRecordBuilder()
          .setSeverity(Severity.ERROR)
          .setBody(ticket.text())
          .setAttribute(AttributeKey.stringKey("exception.type"), Messages.exceptionType())
          .setAttribute(AttributeKey.stringKey("exception.message"), ticket.text())
          .setAttribute(AttributeKey.stringKey("exception.stacktrace"), Messages.trace(ticket))
          .emit();
    }
    return caught.records;
  }

  /** Keeps what the SDK would have exported. */
  private static final class Caught implements LogRecordExporter {
    private final List<LogRecordData> records = new ArrayList<>();

    @Override
    public CompletableResultCode export(Collection<LogRecordData> logs) {
      records.addAll(logs);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
