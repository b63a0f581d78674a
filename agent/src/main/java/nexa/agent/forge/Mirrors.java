package nexa.agent.forge;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import nexa.agent.config.Config;
import nexa.agent.config.ForgeConfig;
import nexa.agent.task.PeriodicTask;
import nexa.event.Trouble;
import nexa.heal.apply.GitMirror;
import nexa.heal.apply.GitRemote;
import nexa.heal.apply.GitRemote.Answer;
import nexa.issue.Service;
import org.eclipse.jgit.lib.Constants;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the copies of repositories that are elsewhere as those are, once a minute, on a thread of its
 * own, and what they take on the disk within bounds.
 */
public final class Mirrors implements AutoCloseable {

  /** What their troubles are told of. */
  public static final String INPUT = "git";

  private static final Logger log = LoggerFactory.getLogger(Mirrors.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Duration FETCH_MAX = Duration.ofMinutes(10);
  private static final Duration MAINTENANCE_MAX = Duration.ofMinutes(10);

  private final List<Mirror> mirrors;
  private final Runnable arrived;
  private final Supplier<Set<String>> inUse;
  private final Set<String> awaited = ConcurrentHashMap.newKeySet();
  private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();
  private final PeriodicTask task = new PeriodicTask("nexa-mirror", PAUSE, this::refresh);

  /** One copy, which several services may be made of. */
  private record Mirror(String address, GitMirror copy, Set<String> services) {}

  /**
   * @param arrived told when a copy can be read that could not be before
   * @param inUse the ids of commits that stay in the copies, whatever becomes of their branches
   */
  public Mirrors(Config config, Runnable arrived, Supplier<Set<String>> inUse) {
    this.arrived = arrived;
    this.inUse = inUse;
    Map<Path, List<Service>> copies = new LinkedHashMap<>();
    for (Service service : config.services()) {
      if (config.origins().containsKey(service.name())) {
        copies
            .computeIfAbsent(
                Objects.requireNonNull(service.repository()), folder -> new ArrayList<>())
            .add(service);
      }
    }
    this.mirrors = copies.values().stream().map(services -> mirror(config, services)).toList();
    for (Mirror each : mirrors) {
      if (!each.copy().isThere()) {
        awaited.addAll(each.services());
      }
    }
  }

  private static Mirror mirror(Config config, List<Service> services) {
    Set<String> names = new LinkedHashSet<>();
    Set<String> branches = new LinkedHashSet<>();
    GitRemote.Access access = GitRemote.Access.open(Constants.DEFAULT_REMOTE_NAME, FETCH_MAX);
    for (Service service : services) {
      names.add(service.name());
      branches.add(service.branch());
      access = access(config.forges().get(service.name()), access);
    }
    Service first = services.getFirst();
    String address = Objects.requireNonNull(config.origins().get(first.name()));
    return new Mirror(
        address,
        new GitMirror(Objects.requireNonNull(first.repository()), address, access, branches),
        names);
  }

  /** A key for one remote is not shown to another. */
  private static GitRemote.Access access(@Nullable ForgeConfig forge, GitRemote.Access otherwise) {
    return forge != null && forge.access().remote().equals(Constants.DEFAULT_REMOTE_NAME)
        ? forge.access() : otherwise;
  }

  /** Begins. */
  public void start() {
    if (!mirrors.isEmpty()) {
      task.startNow();
    }
  }

  /** What runs it. */
  public PeriodicTask task() {
    return task;
  }

  /** Whether a service's code can be read, or never has to be fetched. */
  public boolean isReady(String service) {
    return !awaited.contains(service);
  }

  /** Which copies are not as they should be, and why. */
  public List<Trouble> troubles() {
    return List.copyOf(troubles.values());
  }

  /** Looks at all of them once. */
  void refresh() {
    for (Mirror each : mirrors) {
      if (task.isClosed()) {
        return;
      }
      try {
        String problem = problem(each.copy().refresh(FETCH_MAX));
        note(each, problem);
        if (isAwaited(each) && each.copy().isThere()) {
          awaited.removeAll(each.services());
          arrived.run();
        }
        if (problem == null) {
          maintain(each);
        }
      } catch (RuntimeException e) { // a bug with one must not keep the others from being fetched
        log.warn("msg=\"cannot fetch\" repository={}", each.address(), e);
        note(each, "It failed: " + e);
      }
    }
  }

  private void maintain(Mirror mirror) {
    String failure = mirror.copy().maintain(inUse, MAINTENANCE_MAX);
    if (failure != null) { // it is no worse to read than before, so that nobody is bothered
      log.warn("msg=\"not packed\" repository={} reason=\"{}\"", mirror.address(), failure);
    }
  }

  private boolean isAwaited(Mirror mirror) {
    return mirror.services().stream().anyMatch(awaited::contains);
  }

  private void note(Mirror mirror, @Nullable String problem) {
    if (problem == null) {
      troubles.remove(mirror.address());
    } else {
      troubles.put(
          mirror.address(),
          new Trouble(
              INPUT, mirror.address(),
              problem.endsWith(".") ? problem.substring(0, problem.length() - 1) : problem,
              "It is tried again every minute"));
    }
  }

  /** Fetches a service's repository now, where it is elsewhere; what is wrong with it, else empty. */
  public static Optional<String> refresh(Config config, Service service) {
    return config.origins().containsKey(service.name())
        ? Optional.ofNullable(problem(mirror(config, List.of(service)).copy().refresh(FETCH_MAX)))
        : Optional.empty();
  }

  /** What is wrong, null when nothing is. */
  private static @Nullable String problem(Answer answer) {
    return switch (answer) {
      case Answer.Done done -> done.remark();
      case Answer.Refused(String reason) -> reason;
      case Answer.Later(String reason) -> reason;
    };
  }

  @Override
  public void close() {
    task.closeNow(); // a clone may take long
  }
}
