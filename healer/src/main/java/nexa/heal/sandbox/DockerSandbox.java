package nexa.heal.sandbox;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.CreateContainerResponse;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import nexa.heal.sandbox.runner.ProjectFiles;
import nexa.heal.sandbox.runner.Runner;
import nexa.heal.source.Project;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sandbox that is a container of the host's Docker engine: no network, nothing of the host writable,
 * and gone when this process is. What stands between the tests and the host is {@link ContainerProfile};
 * no caller can loosen it.
 */
public final class DockerSandbox implements Sandbox, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DockerSandbox.class);

  private static final String EMPTY_IMAGE = "nexa-sandbox";
  private static final String EMPTY_TAG = "empty";
  private static final byte[] EMPTY_TAR = new byte[10 * 1024];
  private static final String HOME_LABEL = "nexa.home";
  private static final String CASE_LABEL = "nexa.case";
  private static final String DEADLINE_LABEL = "nexa.deadline";
  /** From so many test sources on a suite runs in parts: below, another JVM costs more than it saves. */
  static final int LARGE_SUITE = 40;

  private static final Duration READY_TIMEOUT = Duration.ofMinutes(3);
  private static final int CONNECTIONS_MAX = 64;
  private static final int ANSWER_BYTES_MAX = 4096;

  private final SandboxSettings settings;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final DockerClientConfig config;
  private final DockerHttpClient http;
  private final DockerClient docker;

  /**
   * A sandbox on the engine at {@code DOCKER_HOST}, or at the usual socket.
   *
   * @throws Unavailable when that setting names no engine
   */
  public DockerSandbox(SandboxSettings settings) {
    this(settings, InstantSource.system());
  }

  public DockerSandbox(SandboxSettings settings, InstantSource clock) {
    this(settings, clock, environment());
  }

  private static DockerClientConfig environment() {
    try {
      return DefaultDockerClientConfig.createDefaultConfigBuilder().build();
    } catch (DockerClientException | IllegalArgumentException e) {
      throw noEngine(e);
    }
  }

  private static Unavailable noEngine(RuntimeException e) {
    return new Unavailable(
        "DOCKER_HOST and its settings name no container engine (" + e.getMessage()
            + "): unset them, or set DOCKER_HOST to such as unix:///var/run/docker.sock",
        e);
  }

  DockerSandbox(SandboxSettings settings, InstantSource clock, DockerClientConfig config) {
    this.settings = settings;
    this.clock = clock;
    this.config = config;
    this.http = http(config);
    this.docker = DockerClientImpl.getInstance(config, http);
  }

  private static DockerHttpClient http(DockerClientConfig config) {
    try {
      return new ZerodepDockerHttpClient.Builder()
          .dockerHost(config.getDockerHost())
          .sslConfig(config.getSSLConfig())
          .maxConnections(CONNECTIONS_MAX)
          .connectionTimeout(Duration.ofSeconds(5))
          .build();
    } catch (IllegalArgumentException e) {
      throw noEngine(e);
    }
  }

  @Override
  public Session open(Project project) {
    Toolchain toolchain = Toolchain.of(project.classpath(), settings.image() == null);
    ProjectFiles files = Packing.pack(project, toolchain.libraries());
    return new ContainerSession(
        () -> asking(() -> start(project.tree().commit(), files, toolchain)),
        project.classpath(),
        settings.runTimeout(),
        project.testSources().size() >= LARGE_SUITE,
        random);
  }

  @Override
  public String identity() {
    return asking(
        () -> {
          String image = docker.inspectImageCmd(image()).exec().getId();
          String engine = docker.versionCmd().exec().getVersion();
          return "docker " + engine + ", image " + image + ", profile sha256:"
              + ContainerProfile.digest();
        });
  }

  /** Where an image brings its own, its digest covers the JDK. */
  @Override
  public String jdk() {
    return settings.image() == null
        ? HostJdk.identity()
        : "of image " + asking(() -> docker.inspectImageCmd(image()).exec().getId());
  }

  /**
   * Removes what an earlier process of this home left behind: containers that never started or whose
   * time is up. A running one within its time has a living owner.
   */
  public void reap() {
    asking(
        () -> {
          docker.listContainersCmd().withShowAll(true)
              .withLabelFilter(Map.of(HOME_LABEL, settings.home())).exec().stream()
              .filter(each -> !each.getState().equals("running") || isOverdue(each.getLabels()))
              .forEach(each -> remove(each.getId()));
          return true;
        });
  }

  @Override
  public void close() {
    try {
      docker.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close the connection to the engine", e);
    }
  }

  private ContainerSession.Started start(String commit, ProjectFiles files, Toolchain toolchain) {
    Instant deadline = clock.instant().plus(settings.sessionTimeout());
    CreateContainerCmd create =
        docker
            .createContainerCmd(image())
            .withHostConfig(ContainerProfile.hostConfig(toolchain.mounts()))
            .withUser(ContainerProfile.USER)
            .withHostName("sandbox")
            .withWorkingDir("/work")
            .withEnv("LANG=C.UTF-8")
            .withEntrypoint(command(toolchain))
            .withStdinOpen(true)
            .withStdInOnce(true)
            .withAttachStdin(true)
            .withAttachStdout(true)
            .withAttachStderr(true)
            .withLabels(
                Map.of(
                    HOME_LABEL, settings.home(),
                    CASE_LABEL, commit,
                    DEADLINE_LABEL, deadline.toString()));
    CreateContainerResponse created = toItsEnd(create::exec);
    Container container = new Container(docker, created.getId(), random);
    try {
      Container.Ready ready = container.start(files, READY_TIMEOUT);
      if (!ready.breaches().isEmpty()) {
        throw new Unavailable(
            "The engine does not hold the sandbox's walls: the container "
                + String.join("; ", ready.breaches()),
            null);
      }
      log.info("sandbox=open container={} buildErrors={} leftOut={}", created.getId(),
          ready.errors().size(), ready.leftOut().size());
      return new ContainerSession.Started(
          container, ready.errors(), ready.holds(), ready.leftOut());
    } catch (InterruptedException e) {
      container.close();
      Thread.currentThread().interrupt();
      throw new Unavailable("Interrupted while the sandbox started", e);
    } catch (RuntimeException e) {
      container.close();
      throw e;
    }
  }

  /** Asks where no interrupt reaches: a container whose id was not heard would stay for ever. */
  private static <T> T toItsEnd(Supplier<T> question) {
    try {
      return CompletableFuture.supplyAsync(question, Thread.ofPlatform().daemon()::start).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private List<String> command(Toolchain toolchain) {
    return List.of(
        toolchain.java(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xshare:auto",
        "-Xmx512m",
        "-XX:+ExitOnOutOfMemoryError",
        "-Xrs", // without handlers, process 1 is deaf to the signals of those inside
        "-XX:+DisableAttachMechanism",
        "-XX:-UsePerfData",
        "-Djava.io.tmpdir=/tmp",
        "-Duser.home=/work",
        "-cp",
        toolchain.runner().toString(),
        Runner.class.getName(),
        Long.toString(settings.sessionTimeout().toSeconds()));
  }

  private String image() {
    String named = settings.image();
    if (named != null) {
      return named;
    }
    String empty = EMPTY_IMAGE + ":" + EMPTY_TAG;
    try {
      docker.inspectImageCmd(empty).exec();
    } catch (NotFoundException e) {
      importEmptyImage();
    }
    return empty;
  }

  /** Makes the image out of nothing. The typed command of docker-java 3.7.1 does not send the archive. */
  private void importEmptyImage() {
    String query =
        "?fromSrc=-&repo=" + EMPTY_IMAGE + "&tag=" + EMPTY_TAG
            + "&changes=LABEL+nexa.image%3Dempty";
    DockerHttpClient.Request request =
        DockerHttpClient.Request.builder()
            .method(DockerHttpClient.Request.Method.POST)
            .path("/images/create" + query)
            .body(new ByteArrayInputStream(EMPTY_TAR))
            .build();
    try (DockerHttpClient.Response response = http.execute(request)) {
      String answer =
          new String(response.getBody().readNBytes(ANSWER_BYTES_MAX), StandardCharsets.UTF_8);
      if (response.getStatusCode() != 200) {
        throw new DockerException(answer, response.getStatusCode());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the engine's answer to the import of an image",
          e);
    }
  }

  private boolean isOverdue(Map<String, String> labels) {
    String deadline = new HashMap<>(labels).getOrDefault(DEADLINE_LABEL, "");
    return deadline.isEmpty() || Instant.parse(deadline).isBefore(clock.instant());
  }

  private void remove(String container) {
    try {
      docker.removeContainerCmd(container).withForce(true).exec();
      log.info("sandbox=reaped container={}", container);
    } catch (NotFoundException e) {
      log.debug("sandbox=gone container={}", container);
    }
  }

  private <T> T asking(Supplier<T> question) {
    try {
      return question.get();
    } catch (Unavailable e) {
      throw e;
    } catch (DockerException e) {
      throw new Unavailable(refused(String.valueOf(e.getMessage())), e);
    } catch (RuntimeException e) {
      Optional<String> reason = unreachable(e);
      if (reason.isEmpty()) {
        throw e;
      }
      throw new Unavailable(reason.get(), e);
    }
  }

  private String refused(String message) {
    if (message.contains("no space left on device")) {
      return "The container engine's disk is full: free space in its data folder, such as /var/lib/docker";
    }
    if (message.contains("No such image")) {
      return "The engine has no image " + settings.image()
          + ": load it with docker pull, or name none";
    }
    return "The container engine refused the sandbox: " + message;
  }

  private Optional<String> unreachable(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof IOException) {
        boolean denied = String.valueOf(at.getMessage()).contains("Permission denied");
        return Optional.of(
            denied
                ? "Permission denied at " + config.getDockerHost()
                    + ": run as root or join the group docker"
                : "No container engine answers at "
                    + config.getDockerHost()
                    + ": install docker.io and start dockerd, or run ./nexa demo as root");
      }
    }
    return Optional.empty();
  }
}
