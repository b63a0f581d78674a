package nexa.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import nexa.event.Frame;
import nexa.event.Language;
import nexa.event.StackTrace;

/** What a test found in a text. */
final class Found {

  private Found() {}

  /** The one stack trace of a text, which is in a language. */
  static StackTrace only(Language language, String text) {
    List<FoundTrace> found = StackTraces.findWithLanguage(text);
    assertThat(found).extracting(FoundTrace::language).containsExactly(language);
    return found.getFirst().trace();
  }

  /** The frames as {@code class.method(file:line)}. */
  static List<String> frames(StackTrace trace) {
    return trace.frames().stream().map(Frame::toString).toList();
  }

  /** A trace and its causes as {@code type: message}. */
  static List<String> chain(StackTrace trace) {
    List<String> chain = new ArrayList<>();
    for (StackTrace at = trace; at != null; at = at.cause()) {
      chain.add(at.exceptionType() + ": " + at.message());
    }
    return chain;
  }
}
