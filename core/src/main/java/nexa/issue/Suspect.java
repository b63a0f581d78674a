package nexa.issue;

/**
 * A method that may hold the mistake behind a crash, on the stack or not.
 *
 * @param file the path in the repository, with forward slashes
 * @param className the binary name of the declaring class
 * @param method the method's name, {@code <init>} for a constructor or a field's declaration
 * @param line the line in it that points here, from 1
 * @param because what leads here, in words
 */
public record Suspect(String file, String className, String method, int line, String because) {}
