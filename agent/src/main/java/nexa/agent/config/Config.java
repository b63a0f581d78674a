package nexa.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import nexa.heal.apply.CommitSigner;
import nexa.heal.model.ModelSettings;
import nexa.issue.Service;
import org.jspecify.annotations.Nullable;

/**
 * The configuration, every default filled in.
 *
 * @param home the folder that holds all state
 * @param port the HTTP port on 127.0.0.1; 0 takes a free one
 * @param grpcPort where OTLP over gRPC is taken, usually 4317; null for nowhere
 * @param model the language model that is asked for patches too, null for none
 * @param inputs who may send
 * @param notices whom Nexa tells
 * @param fourEyes what two persons have to approve
 * @param forges where the fixes of a service go, by its name; of one that is not named they stay
 * @param origins the address of a service's repository, by its name, where that is a copy in the home
 */
public record Config(
    Path home,
    int port,
    @Nullable Integer grpcPort,
    SandboxConfig sandbox,
    GitConfig git,
    @Nullable ModelSettings model,
    InputsConfig inputs,
    NotifyConfig notices,
    List<Service> services,
    FourEyes fourEyes,
    Map<String, ForgeConfig> forges,
    Map<String, String> origins) {

  public Config {
    services = List.copyOf(services);
    forges = Map.copyOf(forges);
    origins = Map.copyOf(origins);
  }

  /**
   * Where tests run.
   *
   * @param image a local image's name, or null for the empty image with the host's toolchain
   * @param timeout the longest one test run may take
   */
  public record SandboxConfig(@Nullable String image, Duration timeout) {}

  /**
   * How commits are made.
   *
   * @param author {@code Name <mail>}
   * @param signer signs them, null for none
   */
  public record GitConfig(String author, @Nullable CommitSigner signer) {}

  /** The same configuration with another home and port. */
  public Config at(Path otherHome, int otherPort) {
    return new Config(
        otherHome, otherPort, grpcPort, sandbox, git, model, inputs, notices,
        services.stream().map(service -> in(otherHome, service)).toList(), fourEyes, forges,
        origins);
  }

  private Service in(Path otherHome, Service service) {
    String origin = origins.get(service.name());
    return origin == null ? service
        : new Service(
            service.name(), Origin.mirror(otherHome, origin), service.branch(), service.inApp(),
            service.trust(), service.logs(), service.aliases());
  }

  /** The same configuration for one service alone. */
  public Config only(Service service) {
    return new Config(
        home, port, grpcPort, sandbox, git, model, inputs, notices, List.of(service), fourEyes,
        forges, origins);
  }
}
