package nexa.agent;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import nexa.agent.config.Config;
import nexa.agent.config.NotifyConfig.Channel;
import nexa.agent.config.NotifyConfig.Target;
import nexa.agent.flow.RepairFlow;
import nexa.agent.forge.ForgePublisher;
import nexa.agent.notify.DiscordMessenger;
import nexa.agent.notify.HttpPost;
import nexa.agent.notify.MailMessenger;
import nexa.agent.notify.Messenger;
import nexa.agent.notify.Notifier;
import nexa.agent.notify.PagerDutyMessenger;
import nexa.agent.notify.SlackMessenger;
import nexa.agent.notify.TeamsMessenger;
import nexa.agent.notify.WebhookMessenger;
import nexa.agent.store.Cases;
import nexa.agent.store.Provenance;
import nexa.agent.store.Swaps;
import nexa.agent.swap.JvmSwapper;
import nexa.agent.swap.Jvms;
import nexa.agent.swap.Orders;
import nexa.collect.DockerLogCollector;
import nexa.collect.FolderLogCollector;
import nexa.collect.JournalCollector;
import nexa.collect.LogFileCollector;
import nexa.collect.LogFiles;
import nexa.collect.LogFolders;
import nexa.event.Collector;
import nexa.event.Offsets;
import nexa.heal.apply.CallGraph;
import nexa.heal.apply.GitApplier;
import nexa.heal.apply.GitPlanner;
import nexa.heal.apply.UnifiedDiff;
import nexa.heal.locate.SourceLocator;
import nexa.heal.model.ModelProposer;
import nexa.heal.model.ModelUsage;
import nexa.heal.propose.OperatorProposer;
import nexa.heal.propose.RecipeProposer;
import nexa.heal.propose.RevertProposer;
import nexa.heal.propose.ToldProposer;
import nexa.heal.recall.CaseContext;
import nexa.heal.recall.LuceneCaseBase;
import nexa.heal.recall.OnnxEmbedder;
import nexa.heal.reproduce.InTurn;
import nexa.heal.reproduce.SearchReproducer;
import nexa.heal.reproduce.SnapshotReproducer;
import nexa.heal.reproduce.ToldReproducer;
import nexa.heal.sandbox.DockerSandbox;
import nexa.heal.sandbox.KeptSandbox;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.sandbox.SandboxSettings;
import nexa.heal.source.GeneratedClasses;
import nexa.heal.source.GitProjects;
import nexa.heal.source.Workspace;
import nexa.heal.swap.SwapBuilder;
import nexa.heal.triage.CauseTriage;
import nexa.heal.verify.SandboxVerifier;
import nexa.heal.verify.VerifierLimits;
import nexa.issue.Diagnosis;
import nexa.issue.Location;
import nexa.issue.Service;
import nexa.memory.Case;
import nexa.memory.CaseBase;
import nexa.patch.Patch;
import nexa.repair.Proposer;
import nexa.repair.Published;
import nexa.repair.Publisher;
import nexa.repair.Reproducer;
import nexa.repair.Requests;
import nexa.repair.Swapped;
import nexa.repair.Swapper;
import nexa.repair.Thoughts;
import nexa.repair.Trust;
import org.eclipse.jgit.lib.PersonIdent;
import org.jspecify.annotations.Nullable;

/** The one place where every part of Nexa is named and handed what it needs. */
final class Wiring {

  private static final Duration SESSION_MAX = Duration.ofMinutes(20);
  private static final Duration SEARCH_MAX = Duration.ofSeconds(60);

  /** Before the name of a unit, and of a container, among the logs of a service. */
  private static final String JOURNAL = JournalCollector.INPUT + ":";

  private static final String CONTAINER = DockerLogCollector.INPUT + ":";

  private Wiring() {}

  /** Where logs are read: files, units of the journal, and containers, which may also name themselves. */
  static List<Collector> collectors(Services services, Offsets offsets, Clock clock) {
    List<Collector> collectors = new ArrayList<>();
    List<LogFiles> files = new ArrayList<>();
    List<LogFolders> folders = new ArrayList<>();
    Map<String, String> containers = new HashMap<>();
    for (Service service : services.all()) {
      for (String log : service.logs()) {
        if (log.startsWith(JOURNAL)) {
          String unit = log.substring(JOURNAL.length());
          collectors.add(new JournalCollector(service.name(), unit, offsets, clock));
        } else if (log.startsWith(CONTAINER)) {
          containers.put(log.substring(CONTAINER.length()), service.name());
        } else if (LogFolders.areNamedBy(log)) {
          folders.add(LogFolders.at(service.name(), null, log));
        } else {
          files.add(LogFiles.at(service.name(), null, log));
        }
      }
    }
    for (LogFiles each : files) {
      Stream<LogFiles> inSameFolder =
          folders.stream().filter(other -> other.include(each.directory()))
              .map(other -> other.beside(each));
      List<LogFiles> others =
          Stream.concat(files.stream().filter(other -> other != each), inSameFolder).toList();
      collectors.add(new LogFileCollector(each, others, offsets, clock));
    }
    for (LogFolders each : folders) {
      List<LogFolders> others = folders.stream().filter(other -> other != each).toList();
      collectors.add(new FolderLogCollector(each, files, others, offsets, clock));
    }
    collectors.add(new DockerLogCollector(containers, offsets, clock));
    return List.copyOf(collectors);
  }

  /** The channels by which people are told, each with what speaks its protocol. */
  static List<Notifier.Part> channels(Config config, Clock clock) {
    HttpPost http = new HttpPost(clock);
    return config.notices().channels().stream()
        .map(channel -> new Notifier.Part(channel, messenger(channel, http, clock)))
        .toList();
  }

  private static Messenger messenger(Channel channel, HttpPost http, Clock clock) {
    Target target = channel.target();
    return switch (channel.kind()) {
      case SLACK -> new SlackMessenger(http, target);
      case DISCORD -> new DiscordMessenger(http, target);
      case TEAMS -> new TeamsMessenger(http, target);
      case PAGERDUTY -> new PagerDutyMessenger(http, target);
      case EMAIL -> new MailMessenger(target, MailMessenger.usualTrust());
      case WEBHOOK -> new WebhookMessenger(http, target, clock);
    };
  }

  /** The deployed projects, read once for everyone. */
  static Workspace workspace(Config config, Services services) {
    return Workspace.of(
        new GeneratedClasses(
            new GitProjects(), List.of(), config.home().resolve("generated")),
        services::find);
  }

  /**
   * The healing parts of a daemon: what it remembers is in the case table.
   *
   * @param publisher brings fixes to the forges
   * @param requests what people asked to be changed of earlier fixes
   * @param thoughts hears of what goes on within the steps
   */
  static Healing daemon(
      Config config,
      Services services,
      PatchTrust trust,
      Workspace workspace,
      Cases cases,
      ForgePublisher publisher,
      JvmSwapper swapper,
      Requests requests,
      Thoughts thoughts,
      Clock clock) {
    OnnxEmbedder embedder = new OnnxEmbedder(config.home().resolve("models"));
    LuceneCaseBase index =
        LuceneCaseBase.open(
            config.home().resolve("index"), embedder, () -> cases.all().stream());
    Live live =
        new Live(
            (diagnosis, patch, standing) -> Stream.concat(
                publisher.actions(diagnosis, standing).stream(),
                standing.swaps() ? swapper.actions(diagnosis, patch).stream() : Stream.empty())
                .toList(),
            publisher, swapper, requests);
    return healing(
        config, services, trust, workspace, cases.over(index, index::rebuild), index, embedder,
        live, thoughts, clock, VerifierLimits.usual());
  }

  /**
   * The healing parts of one run in one process: it begins with the cases given and keeps none. They are
   * recalled by text, as to embed them all anew would take longer than the run.
   *
   * @param latest when no more candidates are started
   */
  static Healing oneShot(
      Config config, Workspace workspace, List<Case> cases, Path scratch, Clock clock,
      Instant latest) {
    OnnxEmbedder embedder = new OnnxEmbedder(scratch.resolve("models"));
    LuceneCaseBase index = LuceneCaseBase.textOnly(cases.stream());
    Live live =
        new Live(
            (diagnosis, patch, standing) -> List.of(),
            (plan, change) -> Published.nowhere("One shot leaves a fix in its repository"),
            (plan, change, approval) -> Swapped.nowhere("One shot knows no running JVM"),
            Requests.NONE);
    Services services = new Services(config.services());
    return healing(
        config, services,
        new PatchTrust(
            services::get, service -> List.of(), workspace::project,
            told -> !Provenance.isOfTheService(told), SecondPerson.NEVER),
        workspace, index, index, embedder, live, Thoughts.UNHEARD, clock,
        VerifierLimits.usual().until(latest));
  }

  /**
   * What is done with a commit, and with running JVMs, how a plan says so beforehand, and what people said
   * of earlier ones.
   */
  private record Live(
      GitPlanner.Further further, Publisher publisher, Swapper swapper, Requests requests) {}

  private static Healing healing(
      Config config,
      Services services,
      Trust trust,
      Workspace workspace,
      CaseBase memory,
      LuceneCaseBase index,
      OnnxEmbedder embedder,
      Live live,
      Thoughts thoughts,
      Clock clock,
      VerifierLimits limits) {
    DockerSandbox sandbox = sandbox(config, clock);
    KeptSandbox kept = new KeptSandbox(sandbox);
    PersonIdent author = author(config.git().author());
    ModelUsage usage = new ModelUsage();
    RepairFlow.Stages stages =
        new RepairFlow.Stages(
            new SourceLocator(workspace),
            new CauseTriage(workspace::model),
            reproducer(workspace, kept, thoughts, clock),
            diagnosis -> CaseContext.of(diagnosis.issue(), failingLine(workspace, diagnosis)),
            memory,
            proposers(config, workspace, usage, clock).stream()
                .<Proposer>map(proposer -> new ToldProposer(proposer, thoughts))
                .toList(),
            new SandboxVerifier(workspace::project, kept, limits, clock, thoughts),
            new GitPlanner(
                workspace::project, services::get, trust,
                (diagnosis, patch) -> CallGraph.reach(
                    workspace.model(diagnosis), patch,
                    services.besides(diagnosis.issue().service())),
                live.further(), issue -> live.requests().refused(issue).size()),
            new GitApplier(
                services::get, author.getName(), author.getEmailAddress(), clock,
                config.git().signer()),
            live.publisher(),
            live.swapper(),
            live.requests(),
            (diagnosis, patch) -> UnifiedDiff.changes(
                UnifiedDiff.of(workspace.project(diagnosis).tree(), patch), ""));
    RepairFlow flow = new RepairFlow(stages, trust, clock);
    return new Healing(flow, memory, new Excerpts(workspace), index, embedder, usage, sandbox,
        kept);
  }

  /** Where tests run. */
  static DockerSandbox sandbox(Config config, Clock clock) {
    return new DockerSandbox(
        new SandboxSettings(
            config.home().toString(),
            config.sandbox().image(),
            config.sandbox().timeout(),
            SESSION_MAX),
        clock);
  }

  /** The sources of candidates, the most trusted first. */
  private static List<Proposer> proposers(
      Config config, Workspace workspace, ModelUsage usage, Clock clock) {
    List<Proposer> proposers =
        new ArrayList<>(
            List.of(
                new RecipeProposer(workspace),
                new OperatorProposer(workspace),
                new RevertProposer(workspace, clock)));
    if (config.model() != null) {
      proposers.add(new ModelProposer(config.model(), workspace, usage, clock));
    }
    return proposers;
  }

  /** Captured values first: they are what the service had. */
  private static Reproducer reproducer(
      Workspace workspace, Sandbox sandbox, Thoughts thoughts, Clock clock) {
    return new InTurn(
        List.of(
            new ToldReproducer(
                "captured values", new SnapshotReproducer(workspace, sandbox, clock), thoughts),
            new ToldReproducer(
                "small inputs, searched",
                new SearchReproducer(workspace, sandbox, clock, SEARCH_MAX, SearchReproducer.SEED),
                thoughts)));
  }

  /** What swaps fixes into the running JVMs of a daemon. */
  static JvmSwapper swapper(
      Workspace workspace, Jvms jvms, Orders orders, Swaps swaps, Clock clock) {
    return new JvmSwapper(
        jvms, orders, swaps, new SwapBuilder(workspace::project), JvmSwapper.Limits.usual(), clock);
  }

  private static @Nullable String failingLine(Workspace workspace, Diagnosis diagnosis) {
    Location place = diagnosis.locations().getFirst();
    return workspace
        .project(diagnosis)
        .tree()
        .text(place.file())
        .lines()
        .skip(Math.max(0, place.line() - 1L))
        .findFirst()
        .map(String::strip)
        .orElse(null);
  }

  private static PersonIdent author(String text) {
    int open = text.indexOf('<');
    return new PersonIdent(
        text.substring(0, open).strip(), text.substring(open + 1, text.length() - 1).strip());
  }
}
