package nexa.agent.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nexa.issue.Service;
import org.jspecify.annotations.Nullable;

/** The file as written: absent keys are null. */
record RawConfig(
    @Nullable String home,
    @Nullable Integer port,
    @Nullable Integer grpcPort,
    @Nullable RawSandbox sandbox,
    @Nullable RawGit git,
    @Nullable RawModel model,
    @Nullable RawInputs inputs,
    @Nullable String publicUrl,
    @JsonProperty("notify") @Nullable List<@Nullable RawChannel> channels,
    @Nullable List<@Nullable String> fourEyes,
    @Nullable List<RawService> services) {

  private static final int PORT_MAX = 65535;

  static final RawConfig EMPTY =
      new RawConfig(null, null, null, null, null, null, null, null, null, null, null);

  Config filled(Map<String, String> environment) {
    RawSandbox box = sandbox == null ? new RawSandbox(null, null) : sandbox;
    requirePort("port", port);
    requirePort("grpcPort", grpcPort);
    Path folder = home == null ? defaultHome(environment) : Path.of(home);
    List<Service> filled = filledServices(folder);
    return new Config(
        folder,
        port == null ? 6392 : port,
        grpcPort,
        box.filled(),
        (git == null ? new RawGit(null, null, null) : git).filled(),
        model == null || model.vendor() == null ? null : model.filled(),
        inputs == null ? InputsConfig.OPEN : inputs.filled(filled),
        RawChannel.all(publicUrl, channels, environment, filled),
        filled,
        FourEyes.of(fourEyes, fourEyesOfServices()),
        filledForges(environment),
        origins());
  }

  private Map<String, String> origins() {
    Map<String, String> origins = new HashMap<>();
    for (RawService service : services == null ? List.<RawService>of() : services) {
      String origin = service.origin();
      if (origin != null) {
        origins.put(String.valueOf(service.name()), origin);
      }
    }
    return origins;
  }

  private Map<String, FourEyes.Written> fourEyesOfServices() {
    Map<String, FourEyes.Written> written = new HashMap<>();
    int at = 0;
    for (RawService service : services == null ? List.<RawService>of() : services) {
      if (service.fourEyes() != null) {
        written.put(
            String.valueOf(service.name()), new FourEyes.Written(at, service.fourEyes()));
      }
      at++;
    }
    return written;
  }

  private Map<String, ForgeConfig> filledForges(Map<String, String> environment) {
    Map<String, ForgeConfig> forges = new HashMap<>();
    int at = 0;
    for (RawService service : services == null ? List.<RawService>of() : services) {
      String place = "/services/" + at++ + "/forge";
      if (service.forge() != null) {
        forges.put(String.valueOf(service.name()), service.forge().filled(place, environment));
      }
    }
    return forges;
  }

  private static void requirePort(String key, @Nullable Integer port) {
    if (port != null && (port < 0 || port > PORT_MAX)) {
      throw new BadValue("/" + key, key + " must be 0 to " + PORT_MAX + ", not " + port);
    }
  }

  private List<Service> filledServices(Path folder) {
    List<Service> filled = new ArrayList<>();
    for (RawService service : services == null ? List.<RawService>of() : services) {
      filled.add(filled("/services/" + filled.size(), service, folder));
    }
    return filled;
  }

  private static Service filled(String place, @Nullable RawService service, Path folder) {
    if (service == null) {
      throw new BadValue(place, "this service is empty; give it a name");
    }
    return service.filled(place, folder);
  }

  private static Path defaultHome(Map<String, String> environment) {
    String stateDirectory = environment.get("STATE_DIRECTORY");
    return stateDirectory != null
        ? Path.of(stateDirectory)
        : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".nexa");
  }

  private record RawSandbox(@Nullable String image, @Nullable String timeout) {

    Config.SandboxConfig filled() {
      return new Config.SandboxConfig(
          image,
          timeout == null ? Duration.ofSeconds(60)
              : Durations.of("/sandbox/timeout", "sandbox.timeout", timeout));
    }
  }
}
