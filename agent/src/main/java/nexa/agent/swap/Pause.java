package nexa.agent.swap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * The kill switch: while the home holds the file {@code paused}, no healing run goes on, no order is
 * sent, and the javaagents are told to do nothing.
 */
public final class Pause {

  private final Path file;
  private final InstantSource clock;

  public Pause(Path home, InstantSource clock) {
    this.file = home.resolve("paused");
    this.clock = clock;
  }

  /** Whether it holds. */
  public boolean holds() {
    return Files.exists(file);
  }

  /** Stops everything; the file says who did. */
  public void begin(String by) {
    try {
      Files.writeString(file, clock.instant() + " by " + by + "\n", StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /** Lets everything go on. */
  public void end() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + file, e);
    }
  }
}
