package nexa.heal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** The Docker sandbox with its sessions kept. */
@Timeout(180)
final class KeptSandboxIT extends SandboxContract {

  private static final String HOME = "it-" + UUID.randomUUID();
  private static final DockerSandbox DOCKER = new DockerSandbox(DockerSandboxIT.settings(HOME));
  private static final KeptSandbox SANDBOX = new KeptSandbox(DOCKER);

  @Override
  Sandbox sandbox() {
    return SANDBOX;
  }

  @AfterEach
  void released() {
    SANDBOX.release();
  }

  @AfterAll
  static void nothingIsLeft() {
    assertThat(Containers.of(HOME)).isEmpty();
    DOCKER.close();
  }
}
