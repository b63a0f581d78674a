package nexa.javaagent.capture;

import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of a value is captured: how much of it, and what never. */
public final class CaptureRules {

  final Redactor redactor;
  final FieldReader fields;
  final CaptureLimits limits;

  private CaptureRules(Redactor redactor, FieldReader fields, CaptureLimits limits) {
    this.redactor = redactor;
    this.fields = fields;
    this.limits = limits;
  }

  /**
   * The rules of a JVM.
   *
   * @param inApp prefixes of the application's own code, which may be named like a library
   * @param limits how much; with {@link CaptureLimits#WHOLE} also the arguments as they came
   */
  public static CaptureRules of(
      Redactor redactor,
      @Nullable Instrumentation instrumentation,
      List<String> inApp,
      CaptureLimits limits) {
    return new CaptureRules(
        redactor, new FieldReader(instrumentation, new AppCode(inApp)), limits);
  }

  /** The rules of a service of unknown packages. */
  public static CaptureRules service(Redactor redactor, @Nullable Instrumentation instrumentation) {
    return of(
        redactor, instrumentation, Collections.<String>emptyList(), CaptureLimits.SERVICE);
  }

  /** Whether calls are captured as they are made, for what they are given may change. */
  boolean asCalled() {
    return limits == CaptureLimits.WHOLE;
  }

  /** Whether a value stays inside, for its name or its type. */
  boolean hides(String name, Object value) {
    if (!asCalled()) {
      return redactor.hidesName(name) || redactor.hidesType(value.getClass());
    }
    // A run of the developers' own, whose code may well call the words of a language tokens.
    return isText(value)
        ? redactor.hidesName(name) && !(isShort(value) && redactor.isWord(name))
        : !(value instanceof char[]) && redactor.hidesType(value.getClass());
  }

  private static boolean isText(Object value) {
    return value instanceof CharSequence || value instanceof char[] || value instanceof byte[];
  }

  private static boolean isShort(Object value) {
    return value instanceof String && ((String) value).length() < Redactor.TOKEN_MIN;
  }
}
