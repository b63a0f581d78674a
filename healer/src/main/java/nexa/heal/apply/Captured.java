package nexa.heal.apply;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import nexa.event.CapturedFrame;
import nexa.event.Snapshot;
import nexa.event.ValueText;
import org.jspecify.annotations.Nullable;

/**
 * What one method held when the crash passed through it, as evidence has it: each value in one bounded
 * line, with what was redacted in the JVM left out.
 *
 * @param receiver {@code this}, null and left out for a static method
 */
public record Captured(
    String method,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String receiver,
    List<Argument> arguments) {

  private static final int FRAMES_MAX = 16;
  private static final int ARGUMENTS_MAX = 16;

  /** One argument and its value. */
  public record Argument(String name, String value) {}

  public Captured {
    arguments = List.copyOf(arguments);
  }

  /** The innermost {@value #FRAMES_MAX} calls, with their first {@value #ARGUMENTS_MAX} arguments. */
  static List<Captured> of(@Nullable Snapshot snapshot) {
    return snapshot == null
        ? List.of()
        : snapshot.frames().stream().limit(FRAMES_MAX).map(Captured::of).toList();
  }

  private static Captured of(CapturedFrame frame) {
    return new Captured(
        frame.className() + "." + frame.method() + frame.descriptor(),
        frame.receiver() == null ? null : ValueText.of(frame.receiver()),
        frame.arguments().stream()
            .limit(ARGUMENTS_MAX)
            .map(each -> new Argument(each.name(), ValueText.of(each.value())))
            .toList());
  }
}
