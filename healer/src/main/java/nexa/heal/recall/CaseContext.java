package nexa.heal.recall;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.heal.group.MessageTemplate;
import nexa.issue.Issue;
import org.jspecify.annotations.Nullable;

/**
 * What a crash looks like, as the text that cases are remembered and recalled by: root exception,
 * message template, in-app methods, and the source of the statement that failed.
 */
public final class CaseContext {

  private static final int FRAMES_MAX = 10;
  private static final int SOURCE_CHARS_MAX = 300;
  private static final String SOURCE = "source: ";
  private static final String EVIDENCE = "\nevidence: ";

  private CaseContext() {}

  /**
   * The context of an issue.
   *
   * @param source the failing statement or line, null when it is not known
   */
  public static String of(Issue issue, @Nullable String source) {
    StackTrace root = issue.stackTrace().root();
    StringBuilder context = new StringBuilder("exception: ").append(root.exceptionType());
    String template = MessageTemplate.of(root.message());
    if (!template.isEmpty()) {
      context.append("\nmessage: ").append(template);
    }
    context.append("\nframes: ").append(frames(issue));
    if (source != null && !source.isBlank()) {
      context.append('\n').append(SOURCE).append(oneLine(source));
    }
    return context.toString();
  }

  /**
   * The context of a crash that is known by its fix alone, with what speaks for it.
   *
   * @param subject what the commit that fixed it says of itself
   */
  public static String learned(String context, String subject, List<String> evidence) {
    return context + EVIDENCE + oneLine(subject) + " (" + String.join("; ", evidence) + ")";
  }

  /** A context without the words that are about the fix rather than the crash. */
  static String crashOnly(String context) {
    int at = context.indexOf(EVIDENCE);
    return at < 0 ? context : context.substring(0, at);
  }

  /** The source of the failing statement in a context, if it has one. */
  static Optional<String> source(String context) {
    return context
        .lines()
        .filter(line -> line.startsWith(SOURCE))
        .map(line -> line.substring(SOURCE.length()))
        .findFirst();
  }

  private static String frames(Issue issue) {
    return issue.inAppFrames().stream()
        .limit(FRAMES_MAX)
        .map(CaseContext::lastTwoNames)
        .distinct()
        .collect(Collectors.joining(" < "));
  }

  private static String lastTwoNames(Frame frame) {
    String type = frame.className();
    return type.substring(type.lastIndexOf('.') + 1) + "." + frame.method();
  }

  private static String oneLine(String source) {
    String bounded =
        source.length() > SOURCE_CHARS_MAX ? source.substring(0, SOURCE_CHARS_MAX) : source;
    return bounded.lines().map(String::strip).collect(Collectors.joining(" "));
  }
}
