package nexa.agent.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import nexa.agent.store.Cases;
import nexa.agent.store.Classifications;
import nexa.agent.store.EventStore;
import nexa.agent.store.Feed;
import nexa.agent.store.Fixes;
import nexa.agent.store.Json;
import nexa.agent.task.PeriodicTask;
import nexa.event.Batch;
import nexa.event.Loss;
import nexa.heal.model.ModelUsage;
import nexa.issue.Classification;
import nexa.issue.Issue;
import tools.jackson.databind.JsonNode;

/** What Prometheus may ask of the daemon. Most of it is counted from the feed as it grows. */
public final class Metrics {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final EventStore events;
  private final Classifications classifications;
  private final MultiGauge issuesOpen;

  /**
   * @param agents how many javaagents are connected
   */
  Metrics(
      Feed feed,
      EventStore events,
      Classifications classifications,
      Fixes fixes,
      Cases cases,
      Supplier<Number> agents,
      String version) {
    this.events = events;
    this.classifications = classifications;
    this.issuesOpen =
        MultiGauge.builder("nexa.issues.open").description("Issues that are open.")
            .register(registry);
    gauge("nexa.approvals.pending", "Plans that wait for a person.", () -> waiting(fixes));
    gauge("nexa.cases", "Remembered cases.", () -> cases.all().size());
    gauge("nexa.agents.connected", "JVMs whose javaagent is connected.", agents);
    Gauge.builder("nexa.build.info", () -> 1)
        .description("The daemon's version.")
        .tags("version", version)
        .register(registry);
    feed.listen(entry -> count(entry, fixes));
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  private static long waiting(Fixes fixes) {
    return fixes.all().stream().filter(fix -> fix.status().equals("waiting")).count();
  }

  /** Counts what an input received. */
  void received(Batch batch) {
    batch
        .events()
        .forEach(
            event -> registry
                .counter(
                    "nexa.events.received",
                    "input", batch.input(),
                    "signal", event.stackTrace() == null ? "log" : "exception")
                .increment());
  }

  /** Counts what an input had to refuse, and what lost its end. */
  void lost(String input, Loss loss) {
    String name =
        switch (loss.kind()) {
          case REFUSED -> "nexa.events.rejected";
          case CUT -> "nexa.events.cut";
        };
    registry.counter(name, "input", input, "reason", loss.reason()).increment(loss.count());
  }

  /** Counts what a language model costs, by what it tells. */
  public void model(String name, ModelUsage usage) {
    tokens(name, "in", usage, ModelUsage::input);
    tokens(name, "out", usage, ModelUsage::output);
  }

  private void tokens(
      String name, String direction, ModelUsage usage, ToDoubleFunction<ModelUsage> count) {
    FunctionCounter.builder("nexa.model.tokens", usage, count)
        .description("Tokens of a language model.")
        .tags("model", name, "direction", direction)
        .register(registry);
  }

  /** Counts how often a task failed, by what it tells. */
  public void task(PeriodicTask task) {
    FunctionCounter.builder("nexa.task.failures", task, PeriodicTask::failures)
        .description("Failures of what is done again and again.")
        .tags("task", task.name())
        .register(registry);
  }

  /** The registry, for what other parts count. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /** Everything in Prometheus' text format. */
  String scrape() {
    Map<String, Classification> kinds = classifications.all();
    issuesOpen.register(
        events.issues().stream()
            .filter(issue -> issue.status() == Issue.Status.OPEN)
            .collect(
                Collectors.groupingBy(
                    issue -> Tags.of(
                        "service", issue.service(),
                        "severity", IssueView.severity(kinds.get(issue.id()))),
                    Collectors.counting()))
            .entrySet()
            .stream()
            .map(open -> MultiGauge.Row.of(open.getKey(), open.getValue()))
            .collect(Collectors.toList()),
        true);
    return registry.scrape();
  }

  private void count(Feed.Entry entry, Fixes fixes) {
    JsonNode document = Json.MAPPER.readTree(entry.document());
    if (entry.name().equals("fix.rolled_back") || entry.name().startsWith("swap.")) {
      countSwap(document.path("state").asString(""));
    } else if (entry.name().startsWith("fix.")) {
      fixes
          .find(document.path("id").asString(""))
          .ifPresent(
              fix -> registry
                  .counter(
                      "nexa.fixes",
                      "source", FixView.kind(fix.plan().patch().origin()),
                      "outcome", fix.status())
                  .increment());
    } else if (entry.name().equals("thought.added")) {
      countStep(document.path("thought"));
    }
  }

  private void countSwap(String state) {
    if (!state.equals("ordered")) { // that is no outcome yet
      registry
          .counter("nexa.hotswap", "outcome", state.equals("provisional") ? "swapped" : state)
          .increment();
    }
  }

  private void countStep(JsonNode step) {
    if (!step.path("ended").isNumber()) {
      return;
    }
    switch (step.path("name").asString("")) {
      case "verify" ->
          Timer.builder("nexa.verification.duration")
              .description("How long checking the candidates of a crash took.")
              .register(registry)
              .record(
                  Duration.ofMillis(step.path("ended").asLong(0) - step.path("started").asLong(0)));
      case "reproduce" ->
          registry
              .counter(
                  "nexa.reproductions",
                  "outcome", step.path("facts").has("test") ? "red" : "not-red")
              .increment();
      default -> {} // the other steps have no metric of their own
    }
  }
}
