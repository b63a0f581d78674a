package nexa.javaagent.ship;

import java.io.File;
import java.io.IOException;
import nexa.javaagent.AgentOptions;

/** The first message to the daemon: which service, release and JVM this is. */
final class Hello {

  private static final int TEXT_MAX = 512;

  private Hello() {}

  static String body(AgentOptions options) {
    StringBuilder out = new StringBuilder(512).append('{');
    Json.string(Json.name(out, "agent"), "0.1.0", TEXT_MAX);
    Json.string(Json.name(out, "service"), options.service(), TEXT_MAX);
    Json.string(Json.name(out, "release"), options.release(), TEXT_MAX);
    Json.name(out, "jvm").append('{');
    Json.name(out, "pid").append(pid());
    Json.name(out, "startedUnixMs").append(System.currentTimeMillis());
    Json.string(Json.name(out, "version"), System.getProperty("java.version"), TEXT_MAX);
    Json.string(Json.name(out, "main"), mainClass(), TEXT_MAX);
    return out.append("}}").toString();
  }

  /** Without the arguments, which may hold secrets. */
  private static String mainClass() {
    String command = System.getProperty("sun.java.command", "");
    int space = command.indexOf(' ');
    return space < 0 ? command : command.substring(0, space);
  }

  private static long pid() {
    try {
      return Long.parseLong(new File("/proc/self").getCanonicalFile().getName());
    } catch (IOException | NumberFormatException e) { // no /proc here
      return pidOfHandle();
    }
  }

  private static long pidOfHandle() {
    try {
      Class<?> handle = Class.forName("java.lang.ProcessHandle");
      Object current = handle.getMethod("current").invoke(null);
      return (Long) handle.getMethod("pid").invoke(current);
    } catch (ReflectiveOperationException e) { // Java 8: unknown
      return 0;
    }
  }
}
