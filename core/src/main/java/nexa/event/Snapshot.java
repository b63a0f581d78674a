package nexa.event;

import java.util.List;
import java.util.Optional;

/** What the armed methods of a crash held when it passed through them, innermost first. */
public record Snapshot(List<CapturedFrame> frames) {

  public Snapshot {
    frames = List.copyOf(frames);
  }

  /** The innermost captured call of a method, if it was captured. */
  public Optional<CapturedFrame> frame(String className, String method) {
    return frames.stream()
        .filter(frame -> frame.className().equals(className) && frame.method().equals(method))
        .findFirst();
  }
}
