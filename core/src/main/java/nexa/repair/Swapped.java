package nexa.repair;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a fix in the running JVMs of its service.
 *
 * @param reason why no JVM was looked at, null when some were
 */
public record Swapped(List<InJvm> jvms, @Nullable String reason) {

  public Swapped {
    jvms = List.copyOf(jvms);
  }

  /**
   * One JVM.
   *
   * @param refusal why it runs on as it was, null when the fix is in
   */
  public record InJvm(long pid, @Nullable String refusal) {

    public boolean isIn() {
      return refusal == null;
    }
  }

  /** No JVM was looked at. */
  public static Swapped nowhere(String reason) {
    return new Swapped(List.of(), reason);
  }
}
