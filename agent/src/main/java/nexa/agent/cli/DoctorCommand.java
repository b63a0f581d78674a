package nexa.agent.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import nexa.agent.Checkup;
import nexa.agent.config.Config;
import nexa.agent.probe.InputProbes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Says what works and what does not. */
@Command(
    name = "doctor",
    description = "Says for home, sandbox, repositories and daemon whether they work, or why not, and sends a"
        + " test event through each input, which leaves nothing behind.")
final class DoctorCommand implements Callable<Integer> {

  private static final Duration SOURCES_MAX = Duration.ofSeconds(45);
  private static final Duration NOTIFY_MAX = Duration.ofSeconds(45);

  @Mixin
  private HomeOptions home = new HomeOptions();
  @Mixin
  private OutputOption output = new OutputOption();
  @Option(names = "--notify", description = "Also sends a test message by every channel of notify.")
  private boolean notify;

  /**
   * The answer as JSON.
   *
   * @param probes how the test events went that were sent through the inputs; each is a finding, too
   */
  private record Report(
      String schema, List<Checkup.Finding> findings, List<InputProbes.Result> probes) {}

  @Override
  public Integer call() {
    Config config = home.config();
    List<Checkup.Finding> findings = new ArrayList<>(new Checkup(config).run());
    List<InputProbes.Result> probes = new ArrayList<>();
    findings.addAll(daemon(config, notify, probes));
    if (output.json()) {
      OutputOption.print(new Report("nexa.doctor/1", findings, probes));
    } else {
      findings.forEach(
          finding -> System.out.printf(
              "%-4s %-16s %s%n",
              finding.works() ? "ok" : "BAD", finding.subject(), finding.detail()));
    }
    return findings.stream().allMatch(Checkup.Finding::works) ? ExitCode.OK : ExitCode.FAILED;
  }

  private static List<Checkup.Finding> daemon(
      Config config, boolean notify, List<InputProbes.Result> probes) {
    List<Checkup.Finding> findings = new ArrayList<>();
    try {
      DaemonClient client = new DaemonClient(config);
      JsonNode status = client.get("/api/v1/status");
      findings.add(new Checkup.Finding("daemon", true, client.base() + " " + status));
      findings.add(audit(client.get("/api/v1/audit?limit=0")));
      client.get("/api/v1/notify").path("channels")
          .forEach(channel -> findings.add(channel(channel)));
      if (notify) {
        client.post("/api/v1/notify/test", Map.of(), NOTIFY_MAX).path("channels")
            .forEach(tried -> findings.add(tried(tried)));
      }
      client.get("/api/v1/inputs").path("inputs").forEach(input -> findings.addAll(input(input)));
      findings.addAll(sources(client));
      probes.addAll(
          new InputProbes(new DaemonDesk(client), System.getenv()).run(config, client.base()));
      probes.forEach(probe -> findings.add(probe(probe)));
    } catch (CommandFailure e) {
      findings.add(new Checkup.Finding("daemon", false, String.valueOf(e.getMessage())));
      if (probes.isEmpty()) {
        findings.add(
            new Checkup.Finding("probes", false, "no input was tried, as the daemon must be up"));
      }
    }
    return findings;
  }

  /** How a test event went. */
  static Checkup.Finding probe(InputProbes.Result probe) {
    return new Checkup.Finding(
        "probe " + probe.input(), probe.works(),
        "sent " + probe.sent() + ": " + probe.ended() + " (" + probe.ms() + " ms)"
            + (probe.nextStep() == null ? "" : ". " + probe.nextStep()));
  }

  /** What the daemon sees in the logs that it reads. */
  private static List<Checkup.Finding> sources(DaemonClient client) {
    List<Checkup.Finding> findings = new ArrayList<>();
    try {
      client.post("/api/v1/probes/sources", Map.of(), SOURCES_MAX).path("sources")
          .forEach(source -> findings.add(source(source)));
    } catch (CommandFailure e) {
      findings.add(new Checkup.Finding("sources", false, String.valueOf(e.getMessage())));
    }
    return findings;
  }

  /** What a look at a source has shown. */
  static Checkup.Finding source(JsonNode source) {
    return new Checkup.Finding(
        "source " + source.path("input").asString(""), source.path("works").asBoolean(false),
        source.path("source").asString("") + said(": ", source.path("seen"))
            + said(". ", source.path("nextStep")));
  }

  /** How a channel did; nothing is sent for it. */
  static Checkup.Finding channel(JsonNode channel) {
    JsonNode state = channel.path("state");
    boolean works = channel.path("works").asBoolean(false);
    long failures = state.path("failures").asLong(0);
    return new Checkup.Finding(
        "notify " + channel.path("channel").asString(""), works,
        channel.path("kind").asString("") + ", " + state.path("told").asLong(0) + " told"
            + said(", last ", state.path("success"))
            + counted(", waiting ", state.path("waiting"))
            + counted(", given up ", state.path("given"))
            + counted(", left out ", state.path("leftOut"))
            + (works ? ""
                : "; failed " + failures + " in a row" + said(", last ", state.path("failure"))
                    + said(": ", state.path("reason"))));
  }

  /** How a test went. */
  static Checkup.Finding tried(JsonNode tried) {
    boolean works = !tried.path("reason").isString();
    return new Checkup.Finding(
        "notify " + tried.path("channel").asString(""), works,
        works ? "took a test message" : "took no test message" + said(": ", tried.path("reason")));
  }

  private static String counted(String before, JsonNode count) {
    return count.asLong(0) == 0 ? "" : before + count.asLong(0);
  }

  /** Whether anybody changed what was decided. */
  private static Checkup.Finding audit(JsonNode audit) {
    boolean intact = audit.path("intact").asBoolean(false);
    return new Checkup.Finding(
        "audit", intact,
        intact
            ? audit.path("count").asLong(0) + " entries, head " + audit.path("head").asString("")
            : "entry " + audit.path("broken").asLong(0) + " does not follow from the one before it:"
                + " the log was changed; hold it against a copy, and the heads that commits name");
  }

  /** What an input took in or cannot read; what it refused or cut is no fault of ours. */
  private static List<Checkup.Finding> input(JsonNode input) {
    String subject = "input " + input.path("name").asString("");
    List<Checkup.Finding> findings = new ArrayList<>();
    findings.add(
        new Checkup.Finding(
            subject, true,
            input.path("received").asLong(0) + " events"
                + said(", last ", input.path("last")) + said(", from ", input.path("client"))
                + said("; senders: ", input.path("senders"))));
    for (JsonNode trouble : input.path("troubles")) {
      findings.add(
          new Checkup.Finding(
              subject, false,
              trouble.path("source").asString("") + said(": ", trouble.path("reason"))
                  + said(". ", trouble.path("nextStep"))));
    }
    if (!input.path("layouts").isEmpty()) {
      findings.add(new Checkup.Finding(subject, true, "lines: " + counts(input.path("layouts"))));
    }
    if (!input.path("skipped").isEmpty()) {
      findings.add(
          new Checkup.Finding(
              subject, true, "told of no error: " + counts(input.path("skipped"))));
    }
    for (String lost : List.of("refused", "cut")) {
      input.path(lost).forEach(
          loss -> findings.add(
              new Checkup.Finding(
                  subject, true,
                  lost + " " + loss.path("count").asLong(0) + ": "
                      + loss.path("reason").asString("") + said("; ", loss.path("sample")))));
    }
    return findings;
  }

  private static String counts(JsonNode byName) {
    return byName.properties().stream()
        .map(each -> each.getValue().asLong(0) + " " + each.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String said(String before, JsonNode text) {
    return text.isString() && !text.stringValue().isEmpty() ? before + text.stringValue() : "";
  }
}
