package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nexa.collect.ContainerLog.Place;
import nexa.event.Collector;
import nexa.event.EventSink;
import nexa.event.Offsets;
import nexa.event.SourceCheck;
import nexa.event.Tally;
import nexa.event.Trouble;
import org.jspecify.annotations.Nullable;

/**
 * Follows the logs of containers: those with the label {@code nexa.service}, and those the configuration
 * names. New ones are found as they start, and a container that ended is read to its end.
 */
public final class DockerLogCollector implements Collector {

  /** The name of this input in events and metrics. */
  public static final String INPUT = "docker";

  /** The label that says which service a container is. */
  public static final String LABEL = "nexa.service";

  private static final Duration LIST_EVERY = Duration.ofSeconds(2);
  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(30);
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration CHECK_MAX = Duration.ofSeconds(3);
  private static final int CHECKED_MAX = 5;
  private static final int CHECKED_LINES = 100;
  private static final int SHORT_ID = 12;
  private static final int CONTAINERS_MAX = 64;
  private static final String START =
      "Start Docker, let the daemon's user open its socket, or set DOCKER_HOST";
  private static final int BACKLOG_LINES = 10_000;

  private final Map<String, String> services;
  private final @Nullable String address;
  private final Offsets offsets;
  private final Clock clock;
  private final Map<String, ContainerLog> followed = new LinkedHashMap<>();
  private final Set<String> readToTheEnd = new HashSet<>();
  private final Set<String> passedOver = new HashSet<>();
  private final LineCounts counts = new LineCounts();
  private List<Trouble> troubles = List.of();
  private Instant listAt;
  private boolean answers;
  private @Nullable DockerClient docker;

  /**
   * @param services the services of containers by their name; those with the label need not be here
   */
  public DockerLogCollector(Map<String, String> services, Offsets offsets, Clock clock) {
    this(services, null, offsets, clock);
  }

  /**
   * @param address where the engine is, null for where DOCKER_HOST says or it usually is
   */
  DockerLogCollector(
      Map<String, String> services, @Nullable String address, Offsets offsets, Clock clock) {
    this.address = address;
    this.services = Map.copyOf(services);
    this.offsets = offsets;
    this.clock = clock;
    this.listAt = clock.instant();
  }

  @Override
  public String input() {
    return INPUT;
  }

  @Override
  public void poll(EventSink sink) {
    if (!clock.instant().isBefore(listAt)) {
      listAt = clock.instant().plus(LIST_EVERY);
      list();
    }
    for (Map.Entry<String, ContainerLog> each : List.copyOf(followed.entrySet())) {
      if (!poll(each.getKey(), each.getValue(), sink)) {
        each.getValue().stop();
        followed.remove(each.getKey());
        readToTheEnd.add(each.getKey());
      }
    }
  }

  /** What an error left half read is read again from where it was stored. */
  private boolean poll(String id, ContainerLog container, EventSink sink) {
    try {
      return container.poll(sink);
    } catch (Error e) { // told as any other; but its frames are gone from the queue
      followed.remove(id);
      container.stop();
      throw e;
    }
  }

  @Override
  public Tally tally() {
    return counts.take();
  }

  @Override
  public List<Trouble> troubles() {
    return troubles;
  }

  /** The engine, and the newest lines of the containers that are followed, asked for once more. */
  @Override
  public List<SourceCheck> check() {
    list();
    List<SourceCheck> checks = new ArrayList<>();
    checks.add(
        new SourceCheck(
            INPUT, "engine", answers || services.isEmpty(),
            answers
                ? "it answers; " + followed.size() + " containers are followed, " + services.size()
                    + " named in nexa.yaml, the others by the label " + LABEL
                : "no Docker engine answers, so that no container's log is read",
            answers || services.isEmpty() ? "" : START));
    followed.keySet().stream().limit(CHECKED_MAX).forEach(id -> checks.add(check(id)));
    return checks;
  }

  private SourceCheck check(String id) {
    String name = id.substring(0, Math.min(id.length(), SHORT_ID));
    StringBuilder text = new StringBuilder();
    ResultCallback.Adapter<Frame> newest =
        new ResultCallback.Adapter<>() {
          @Override
          public void onNext(Frame frame) {
            text.append(new String(frame.getPayload(), UTF_8));
          }
        };
    try {
      boolean isWhole =
          docker().logContainerCmd(id).withStdOut(true).withStdErr(true).withTail(CHECKED_LINES)
              .exec(newest).awaitCompletion(CHECK_MAX.toMillis(), TimeUnit.MILLISECONDS);
      String position = offsets.position(INPUT + ":" + id).orElse("not read yet");
      return new SourceCheck(
          INPUT, name, isWhole,
          isWhole
              ? "the engine gave its log, read to: " + position + "; "
                  + NewestLines.seen(text.toString(), INPUT, INPUT, clock)
                  + ". Not tried: a new line, as nothing is written into your containers"
              : "the engine did not give its log within " + CHECK_MAX.toSeconds() + " s",
          isWhole ? "" : "Try: docker logs --tail 10 " + name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new SourceCheck(INPUT, name, false, "the daemon stops", "");
    } catch (RuntimeException e) { // whatever the client throws when the engine refuses
      return new SourceCheck(
          INPUT, name, false, "the engine does not give its log: " + e.getMessage(),
          "Try: docker logs --tail 10 " + name);
    } finally {
      close(newest);
    }
  }

  private static void close(ResultCallback.Adapter<Frame> answer) {
    try {
      answer.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close the log of a container", e);
    }
  }

  /** Without an engine there is nothing to follow; that is a fault only where containers are named. */
  private void list() {
    try {
      List<Container> containers = docker().listContainersCmd().withShowAll(true).exec();
      List<String> present = containers.stream().map(Container::getId).toList();
      readToTheEnd.retainAll(present);
      passedOver.retainAll(present);
      containers.forEach(this::consider);
      troubles = missing(containers);
      answers = true;
    } catch (RuntimeException e) { // whatever the client throws when no engine answers
      listAt = clock.instant().plus(ASK_AGAIN_AFTER);
      answers = false;
      troubles =
          services.keySet().stream()
              .map(
                  name -> trouble(
                      name, "No Docker engine answers", START))
              .toList();
    }
  }

  /** The containers that the configuration names and nobody has. */
  private List<Trouble> missing(List<Container> containers) {
    Set<String> present =
        containers.stream().flatMap(DockerLogCollector::names).collect(Collectors.toSet());
    return services.keySet().stream()
        .filter(name -> !present.contains(name))
        .map(
            name -> trouble(
                name, "No container has this name",
                "Start the container, or correct the service's logs in nexa.yaml"))
        .toList();
  }

  private static Trouble trouble(String container, String reason, String nextStep) {
    return new Trouble(INPUT, container, reason, nextStep);
  }

  private static Stream<String> names(Container container) {
    String[] names = container.getNames();
    return names == null ? Stream.empty() : Stream.of(names)
        .map(name -> name.startsWith("/") ? name.substring(1) : name);
  }

  private DockerClient docker() {
    if (docker == null) {
      DefaultDockerClientConfig.Builder engine =
          DefaultDockerClientConfig.createDefaultConfigBuilder();
      DockerClientConfig config =
          (address == null ? engine : engine.withDockerHost(address)).build();
      docker =
          DockerClientImpl.getInstance(
              config,
              new ZerodepDockerHttpClient.Builder()
                  .dockerHost(config.getDockerHost())
                  .sslConfig(config.getSSLConfig())
                  .maxConnections(CONTAINERS_MAX + 2)
                  .connectionTimeout(CONNECT_MAX)
                  .build());
    }
    return docker;
  }

  private void consider(Container container) {
    String id = container.getId();
    boolean running = "running".equals(container.getState());
    if (running) {
      readToTheEnd.remove(id);
    }
    String service = service(container);
    boolean isNew = !followed.containsKey(id) && !readToTheEnd.contains(id);
    if (service == null || !isNew) {
      return;
    }
    if (followed.size() < CONTAINERS_MAX) {
      followed.put(id, follow(id, service));
      passedOver.remove(id);
    } else if (passedOver.add(id)) {
      counts.losses().refuse("too many containers", service + " " + id);
    }
  }

  private @Nullable String service(Container container) {
    String label = container.getLabels() == null ? null : container.getLabels().get(LABEL);
    if (label != null) {
      return label;
    }
    return names(container).map(services::get).filter(Objects::nonNull).findFirst().orElse(null);
  }

  private ContainerLog follow(String id, String service) {
    String source = INPUT + ":" + id;
    Place start = Place.parse(offsets.position(source).orElse(null));
    LogJoiner joiner = new LogJoiner(service, null, INPUT, clock, counts);
    LogContainerCmd command =
        docker()
            .logContainerCmd(id)
            .withStdOut(true)
            .withStdErr(true)
            .withTimestamps(true)
            .withFollowStream(true);
    if (start == null) {
      command.withTail(BACKLOG_LINES);
    } else {
      command.withSince((int) OffsetDateTime.parse(start.time()).toEpochSecond());
    }
    return command.exec(new ContainerLog(source, joiner, counts.losses(), start));
  }

  @Override
  public void close() {
    followed.values().forEach(ContainerLog::stop);
    followed.clear();
    if (docker != null) {
      try {
        docker.close();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot close the connection to the engine", e);
      }
    }
  }
}
