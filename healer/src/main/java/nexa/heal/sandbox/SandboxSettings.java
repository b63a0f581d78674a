package nexa.heal.sandbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What may be chosen of a sandbox. Its walls may not.
 *
 * @param home the state folder of this Nexa, which labels its containers
 * @param image an image with a JDK 25 on its path; null runs this host's JDK in an empty image
 * @param runTimeout the longest a run of tests may take
 * @param sessionTimeout the longest a container may live
 */
public record SandboxSettings(
    String home, @Nullable String image, Duration runTimeout, Duration sessionTimeout) {

  /** Two minutes a run, twenty minutes a session, this host's JDK. */
  public static SandboxSettings of(String home) {
    return new SandboxSettings(home, null, Duration.ofMinutes(2), Duration.ofMinutes(20));
  }
}
