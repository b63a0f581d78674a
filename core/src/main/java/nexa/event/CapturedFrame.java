package nexa.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One method call that a throwable left.
 *
 * @param className the binary name of the declaring class
 * @param descriptor the method's JVM descriptor, such as {@code (Ljava/lang/String;I)V}
 * @param receiver {@code this}, or null for a static method
 */
public record CapturedFrame(
    String className,
    String method,
    String descriptor,
    @Nullable Value receiver,
    List<Argument> arguments) {

  public CapturedFrame {
    arguments = List.copyOf(arguments);
  }

  /** One argument, with its parameter's name when the class file has it, else {@code arg0}. */
  public record Argument(String name, Value value) {}
}
