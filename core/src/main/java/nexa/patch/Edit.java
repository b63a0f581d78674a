package nexa.patch;

/**
 * A text splice: characters {@code start} to {@code end} of a file become {@code replacement}. An
 * insertion has {@code start == end}.
 *
 * @param file the path in the repository
 */
public record Edit(String file, int start, int end, String replacement) {}
