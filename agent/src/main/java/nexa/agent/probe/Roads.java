package nexa.agent.probe;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import nexa.agent.config.Access;
import nexa.agent.config.Config;
import nexa.agent.config.ForgeConfig;
import nexa.agent.config.InputsConfig;
import nexa.agent.probe.Desk.Ticket;
import nexa.agent.probe.Wires.Post;
import nexa.collect.AgentEvents;
import nexa.collect.AlertWebhook;
import nexa.collect.OtlpEvents;
import nexa.collect.SentryEnvelope;

/** The roads into a daemon that a configuration opens. */
final class Roads {

  private static final String JSON = "application/json";
  private static final String WEBHOOKS = "/api/v1/webhooks/";
  private static final String START =
      "Start the daemon with nexa up, or name its --home and --port";

  private final Config config;
  private final URI base;
  private final Wires wires;
  private final List<Road> roads = new ArrayList<>();

  private Roads(Config config, URI base, Wires wires) {
    this.config = config;
    this.base = base;
    this.wires = wires;
  }

  /**
   * Every input that listens.
   *
   * @param base the daemon's address
   */
  static List<Road> of(Config config, URI base, Wires wires) {
    Roads roads = new Roads(config, base, wires);
    roads.addSdks();
    roads.addAlerts();
    config.inputs().webhooks().forEach(roads::add);
    for (ForgeConfig.Kind kind : ForgeConfig.Kind.values()) {
      if (config.inputs().of(kind.text()) != null) {
        roads.addForge(kind.text());
      }
    }
    roads.addAgent();
    return List.copyOf(roads.roads);
  }

  private Shown shown(String input) {
    return new Shown(Objects.requireNonNullElse(config.inputs().of(input), Access.OPEN));
  }

  private void add(
      String name, String input, String sends, String path, Function<Ticket, Post> message) {
    URI address = base.resolve(path);
    roads.add(
        new Road(name, input, sends, address, START, wires.post(address, message)));
  }

  private void addSdks() {
    Shown sentry = shown(SentryEnvelope.INPUT);
    add(
        "sentry", SentryEnvelope.INPUT, "an envelope with one error, " + sentry.words(),
        "/api/" + sentry.service() + "/envelope/",
        ticket -> new Post(
            Wires.gzip(Messages.sentry(ticket)), "application/x-sentry-envelope",
            Wires.with(sentry.sentry(), "Content-Encoding", "gzip")));
    Shown otlp = shown(OtlpEvents.INPUT);
    String record = "a log record with an exception by OpenTelemetry's exporter, " + otlp.words();
    URI http = base.resolve("/v1/logs");
    roads.add(
        new Road(
            "otlp HTTP", OtlpEvents.INPUT, record, http, START,
            ticket -> OtlpWire.http(http, ticket, otlp)));
    Integer port = config.grpcPort();
    if (port != null) {
      URI grpc = URI.create("http://" + base.getHost() + ":" + port);
      roads.add(
          new Road(
              "otlp gRPC", OtlpEvents.INPUT, record, grpc,
              "The daemon was started without grpcPort " + port + ": start it anew",
              ticket -> OtlpWire.grpc(grpc, ticket, otlp)));
    }
    Shown logs = shown(InputsConfig.LOGS);
    add(
        InputsConfig.LOGS, InputsConfig.LOGS, "lines of a log with a stack trace, " + logs.words(),
        "/api/v1/ingest/logs?service=" + logs.service(),
        ticket -> plain(Messages.log(ticket), "text/plain", logs, ticket));
  }

  private static Post plain(byte[] body, String type, Shown shown, Ticket ticket) {
    return new Post(body, type, shown.headers(ticket.id(), body));
  }

  private void addAlerts() {
    for (String input : List.of(AlertWebhook.ALERTMANAGER, AlertWebhook.GRAFANA)) {
      Shown shown = shown(input);
      add(
          input, input, "a message of one firing alert, " + shown.words(), WEBHOOKS + input,
          ticket -> plain(
              Messages.alert(ticket, shown.service(), input.equals(AlertWebhook.GRAFANA)), JSON,
              shown, ticket));
    }
  }

  private void add(InputsConfig.Webhook webhook) {
    Shown shown = shown(webhook.input());
    add(
        webhook.input(), webhook.input(),
        "a message with every field of its mapping, " + shown.words(),
        WEBHOOKS + webhook.name(),
        ticket -> plain(
            Messages.mapped(ticket, shown.service(), webhook.mapping()), JSON, shown, ticket));
  }

  private void addForge(String forge) {
    Shown shown = shown(forge);
    add(
        forge, forge, "a ping, " + shown.words(), WEBHOOKS + forge,
        ticket -> plain(Messages.ping(ticket), JSON, shown, ticket));
  }

  /** The agent's token lies in the home, for JVMs to be started with. */
  private void addAgent() {
    add(
        "javaagent hello", AgentEvents.INPUT, "what an agent says first, with the agents' token",
        "/agent/v1/hello",
        ticket -> new Post(Messages.hello("nexa-doctor"), JSON, token()));
    add(
        "javaagent events", AgentEvents.INPUT, "an uncaught exception, with the agents' token",
        "/agent/v1/events", ticket -> new Post(Messages.agent(ticket), JSON, token()));
  }

  private Map<String, String> token() {
    try {
      return Map.of(
          "Authorization",
          "Bearer " + Files.readString(config.home().resolve("agent-token")).strip());
    } catch (IOException e) {
      throw new UnreadableToken(config.home().resolve("agent-token") + " cannot be read: " + e);
    }
  }

  /** The key that a sender would show is not to be had. */
  static final class UnreadableToken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableToken(String message) {
      super(message);
    }
  }
}
