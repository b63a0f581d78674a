package nexa.event;

/**
 * What a look at a source that Nexa reads itself has shown; nothing was handed on and no position moved.
 * One that is not there is a {@link Trouble}.
 *
 * @param input the road its events come by, such as {@code logfile}
 * @param source what was looked at, such as a file
 * @param works whether it can be read
 * @param seen what was read and how far it had been read before, or what is wrong; in words
 * @param nextStep what a person can do about it, empty where there is nothing to do
 */
public record SourceCheck(
    String input, String source, boolean works, String seen, String nextStep) {}
