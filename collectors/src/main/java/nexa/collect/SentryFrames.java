package nexa.collect;

import java.util.ArrayList;
import java.util.List;
import nexa.event.Frame;
import tools.jackson.databind.JsonNode;

/**
 * Makes frames of Sentry's, which come from caller to callee. Those of Python and JavaScript have the
 * names that they have in a printed trace, which knows paths only, so that a crash is one whichever
 * road it comes by.
 */
final class SentryFrames {

  private static final int FRAMES_MAX = 1_024;

  /** What the SDKs call a function without a name. */
  private static final String UNNAMED = "?";

  private SentryFrames() {}

  /**
   * The frames, innermost first.
   *
   * @param platform of the event, which a frame may differ from
   */
  static List<Frame> of(JsonNode frames, String platform) {
    List<Frame> innermostFirst = new ArrayList<>();
    for (int i = frames.size() - 1; i >= 0 && innermostFirst.size() < FRAMES_MAX; i--) {
      JsonNode frame = frames.get(i);
      innermostFirst.add(frame(frame, frame.path("platform").stringValue(platform)));
    }
    return innermostFirst;
  }

  private static Frame frame(JsonNode frame, String platform) {
    String function = text(frame.path("function"));
    int line = Math.max(0, frame.path("lineno").asInt(0));
    String file = text(frame.path("filename"));
    String absolute = text(frame.path("abs_path"));
    String path = absolute.isEmpty() ? file : absolute;
    boolean scripted = platform.equals("node") || platform.equals("javascript");
    if (scripted && !path.isEmpty()) {
      return JavaScriptFrame.of(named(function), path, line);
    }
    if (platform.equals("python") && !absolute.isEmpty()) {
      return PythonFrame.of(unreal(absolute), function, line);
    }
    String module = text(frame.path("module"));
    return new Frame(
        module.isEmpty() ? file : module, function, file.isEmpty() ? null : simpleName(file),
        line);
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

  private static String simpleName(String file) {
    return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  }

  private static String text(JsonNode node) {
    return Printable.text(node.stringValue(""), SourcePath.LENGTH_MAX);
  }
}
