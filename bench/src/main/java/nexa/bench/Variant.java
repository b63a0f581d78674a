package nexa.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the watched service is started with. */
enum Variant {
  /** No agent. */
  NONE,
  /** An agent that does nothing. */
  EMPTY,
  /** Ours, shipping to a daemon. */
  NEXA,
  /** Ours, with the failing methods armed from the start. */
  ARMED,
  /** OpenTelemetry's, exporting nothing. */
  OTEL;

  private static final String ARM =
      ",arm=workload.Orders#place;workload.Orders#total;workload.Orders#discounted;"
          + "workload.Orders#percent;workload.Orders#unwrapped";

  /**
   * The JVM's flags.
   *
   * @param port where the daemon listens
   */
  List<String> flags(AgentJars jars, int port) {
    Path jar = jar(jars);
    if (jar == null) {
      return List.of();
    }
    String agent = "-javaagent:" + jar.toAbsolutePath();
    return switch (this) {
      case NONE, EMPTY -> List.of(agent);
      case NEXA -> List.of(agent + "=" + options(jars, port));
      case ARMED -> List.of(agent + "=" + options(jars, port) + ARM);
      case OTEL -> List.of(
          agent,
          "-Dotel.traces.exporter=none",
          "-Dotel.metrics.exporter=none",
          "-Dotel.logs.exporter=none");
    };
  }

  /** The agent's jar, or null without one. */
  @Nullable Path jar(AgentJars jars) {
    return switch (this) {
      case NONE -> null;
      case EMPTY -> jars.empty();
      case NEXA, ARMED -> jars.nexa();
      case OTEL -> jars.otel();
    };
  }

  /** Whether it is ours, which ships to the daemon. */
  boolean ships() {
    return this == NEXA || this == ARMED;
  }

  /** As it is written on the command line and in the tables. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static String options(AgentJars jars, int port) {
    return "daemon=127.0.0.1:" + port + ",token=" + jars.token() + ",service=bench,inapp=workload";
  }
}
