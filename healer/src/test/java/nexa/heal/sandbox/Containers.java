package nexa.heal.sandbox;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.util.List;
import java.util.Map;

/** Looks at the engine from the side. */
final class Containers {

  private static final DefaultDockerClientConfig CONFIG =
      DefaultDockerClientConfig.createDefaultConfigBuilder().build();
  private static final DockerClient DOCKER =
      DockerClientImpl.getInstance(
          CONFIG,
          new ZerodepDockerHttpClient.Builder().dockerHost(CONFIG.getDockerHost()).build());

  private Containers() {}

  /** The ids of a home's containers, running or not. */
  static List<String> of(String home) {
    return DOCKER
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of("nexa.home", home))
        .exec()
        .stream()
        .map(Container::getId)
        .toList();
  }
}
