package nexa.issue;

/**
 * A frame resolved to source: never from the file name in the trace, always from the class's symbol.
 *
 * @param file the path in the repository, with forward slashes
 * @param line the frame's line, from 1
 * @param frameIndex the frame's place in the issue's in-app frames; 0 is the innermost
 */
public record Location(String file, String className, String method, int line, int frameIndex) {}
