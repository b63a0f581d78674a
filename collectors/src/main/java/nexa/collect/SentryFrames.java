package nexa.collect;

import java.util.ArrayList;
import java.util.List;
import nexa.event.Frame;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes frames of Sentry's, which come from caller to callee. Each has the names that it has in a printed
 * trace of its language, so that a crash is one whichever road it comes by.
 *
 * <p>The SDK for .NET leaves the namespace out unless it is told to keep the original stack traces: such a
 * frame has the type's own name for its class.
 */
final class SentryFrames {

  private static final int FRAMES_MAX = 1_024;

  /** What the SDKs call a function without a name. */
  private static final String UNNAMED = "?";

  /** What PHP's calls a file where there is none. */
  private static final String NO_FILE = "[internal]";

  private SentryFrames() {}

  /** A frame as it was sent; what it does not say is empty. */
  private record Sent(
      String platform, String module, String function, String file, String absolute, int line) {

    private static Sent of(JsonNode frame, String platform) {
      return new Sent(
          frame.path("platform").stringValue(platform), text(frame.path("module")),
          text(frame.path("function")), text(frame.path("filename")), text(frame.path("abs_path")),
          Math.max(0, frame.path("lineno").asInt(0)));
    }

    private String path() {
      return absolute.isEmpty() ? file : absolute;
    }
  }

  /**
   * The frames, innermost first.
   *
   * @param platform of the event, which a frame may differ from
   */
  static List<Frame> of(JsonNode frames, String platform) {
    List<Frame> outermostFirst = new ArrayList<>();
    String caller = "";
    for (int i = Math.max(0, frames.size() - FRAMES_MAX); i < frames.size(); i++) {
      Sent sent = Sent.of(frames.get(i), platform);
      Frame frame = frame(sent, caller);
      outermostFirst.add(frame == null ? plain(sent) : frame);
      caller = frame == null ? "" : frame.method();
    }
    return outermostFirst.reversed();
  }

  /** The frame as its language prints it, null when it does not say enough. */
  private static @Nullable Frame frame(Sent sent, String caller) {
    return switch (sent.platform()) {
      case "node", "javascript" -> sent.path().isEmpty() ? null
          : JavaScriptFrame.of(named(sent.function()), sent.path(), sent.line());
      case "python" -> sent.absolute().isEmpty() ? null
          : PythonFrame.of(unreal(sent.absolute()), sent.function(), sent.line());
      case "go" -> GoFrame.of(
          sent.module() + "." + GoFrame.within(caller, sent.function()), sent.path(), sent.line());
      case "ruby" -> sent.path().isEmpty() ? null
          : RubyFrame.of(sent.path(), label(sent), sent.line());
      case "php" -> PhpFrame.of(
          sent.function(), sent.path().equals(NO_FILE) ? "" : sent.path(), sent.line());
      case "csharp" -> DotNetFrame.of(
          sent.module(), sent.function(), simpleName(sent.path()), sent.line());
      default -> null;
    };
  }

  private static Frame plain(Sent sent) {
    String file = sent.file();
    return new Frame(
        sent.module().isEmpty() ? file : sent.module(), sent.function(),
        file.isEmpty() ? null : simpleName(file), sent.line());
  }

  /** {@code Object.?} as V8 names it. */
  private static String named(String function) {
    boolean unnamed = function.isEmpty() || function.equals(UNNAMED);
    if (!unnamed && !function.endsWith("." + UNNAMED)) {
      return function;
    }
    int named = unnamed ? 0 : function.length() - UNNAMED.length();
    return function.substring(0, named) + JavaScriptFrame.ANONYMOUS;
  }

  /** {@code <string>} and the like are no files, though the SDK puts a folder before them. */
  private static String unreal(String path) {
    int folder = path.endsWith(">") ? path.lastIndexOf("/<") : -1;
    return path.substring(folder + 1);
  }

  /** The class and the method in one, as Ruby prints them from version 3.4 on. */
  private static String label(Sent sent) {
    return sent.module().isEmpty() ? sent.function() : sent.module() + "#" + sent.function();
  }

  private static String simpleName(String file) {
    return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  }

  private static String text(JsonNode node) {
    return Printable.text(node.stringValue(""), SourcePath.LENGTH_MAX);
  }
}
