package nexa.agent.web;

import java.util.List;
import nexa.event.Snapshot;
import org.jspecify.annotations.Nullable;

/** What one method held when the crash passed through it, as the API shows it. */
record CapturedView(
    String className, String method, @Nullable String receiver, List<Argument> arguments) {

  /** An argument and its value in one line. */
  record Argument(String name, String value) {}

  static List<CapturedView> of(@Nullable Snapshot snapshot) {
    return snapshot == null
        ? List.of()
        : snapshot.frames().stream()
            .map(
                frame -> new CapturedView(
                    frame.className(),
                    frame.method(),
                    frame.receiver() == null ? null : ValueText.of(frame.receiver()),
                    frame.arguments().stream()
                        .map(
                            argument -> new Argument(argument.name(),
                                ValueText.of(argument.value())))
                        .toList()))
            .toList();
  }
}
