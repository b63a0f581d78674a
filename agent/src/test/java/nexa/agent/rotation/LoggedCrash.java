package nexa.agent.rotation;

import java.util.List;
import nexa.collect.StackTraces;
import nexa.event.StackTrace;

/**
 * A crash as a service logs it. Every line of its trace has the crash's number, so that a trace that
 * took a line of another one is no trace that was written.
 *
 * @param trace what must be read of it
 */
record LoggedCrash(String text, StackTrace trace) {

  private static final List<String> TYPES =
      List.of("IllegalStateException", "ArithmeticException", "NullPointerException");

  static LoggedCrash of(int number, int frames) {
    StringBuilder text = new StringBuilder();
    text.append("2026-11-27 10:00:00.000 ERROR [main] c.a.Cart - failed\njava.lang.")
        .append(TYPES.get(number % TYPES.size()))
        .append(": m")
        .append(number)
        .append('\n');
    for (int i = 0; i < frames; i++) {
      text.append("\tat com.acme.Cart.f").append(number).append('x').append(i)
          .append("(Cart.java:").append(i + 1).append(")\n");
    }
    if (number % 2 == 0) {
      text.append("Caused by: java.io.IOException: c").append(number)
          .append("\n\tat com.acme.Disk.f").append(number).append("(Disk.java:1)\n\t... 1 more\n");
    }
    return new LoggedCrash(
        text.toString(), StackTraces.find(text.toString()).getFirst());
  }
}
