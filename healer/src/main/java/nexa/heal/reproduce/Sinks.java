package nexa.heal.reproduce;

import java.util.Optional;

/** Where output goes in a test: nobody captures what was written, and nothing reads it. */
final class Sinks {

  private Sinks() {}

  /** The expression that makes a writer or an output stream of a JDK class; empty for all others. */
  static Optional<String> expression(String type, Imports imports) {
    return switch (type) {
      case "java.io.StringWriter", "java.io.CharArrayWriter", "java.io.ByteArrayOutputStream" ->
          Optional.of("new " + imports.name(type) + "()");
      case "java.io.Writer" -> Optional.of("new " + imports.name("java.io.StringWriter") + "()");
      case "java.io.OutputStream" -> Optional.of(bytes(imports));
      case "java.io.PrintWriter", "java.io.BufferedWriter" ->
          Optional.of(
              "new " + imports.name(type) + "(new " + imports.name("java.io.StringWriter") + "())");
      case "java.io.PrintStream", "java.io.BufferedOutputStream", "java.io.DataOutputStream",
          "java.io.OutputStreamWriter" ->
          Optional.of("new " + imports.name(type) + "(" + bytes(imports) + ")");
      default -> Optional.empty();
    };
  }

  private static String bytes(Imports imports) {
    return "new " + imports.name("java.io.ByteArrayOutputStream") + "()";
  }
}
