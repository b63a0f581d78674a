package nexa.javaagent.capture;

import java.util.ArrayList;
import java.util.List;

/** What two failures have in common: the root cause's type and its in-app frames without lines. */
public final class Crash {

  private static final int FRAMES_MAX = 16;

  final String fingerprint;
  final String exceptionType;

  /** False for errors of the machine. */
  final boolean capturable;

  /** The in-app frames, innermost first. */
  final List<StackTraceElement> frames;

  private Crash(
      String fingerprint,
      String exceptionType,
      boolean capturable,
      List<StackTraceElement> frames) {
    this.fingerprint = fingerprint;
    this.exceptionType = exceptionType;
    this.capturable = capturable;
    this.frames = frames;
  }

  public static Crash of(Throwable thrown, AppCode app) {
    Throwable root = ThrowableReader.root(thrown);
    String type = root.getClass().getName();
    StringBuilder fingerprint = new StringBuilder(type);
    List<StackTraceElement> frames = new ArrayList<StackTraceElement>();
    for (StackTraceElement frame : ThrowableReader.frames(root)) {
      if (frames.size() < FRAMES_MAX && app.contains(frame.getClassName())) {
        frames.add(frame);
        fingerprint.append('|').append(frame.getClassName()).append('#');
        fingerprint.append(frame.getMethodName());
      }
    }
    return new Crash(fingerprint.toString(), type, Captures.capturable(root), frames);
  }
}
