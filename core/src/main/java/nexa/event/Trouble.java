package nexa.event;

/**
 * What keeps a configured source from being read, for as long as it does.
 *
 * @param input the road it would come by, such as {@code logfile}
 * @param source what the configuration names, such as {@code /var/log/shop/*.log}
 * @param reason what is wrong
 * @param nextStep what a person can do about it
 */
public record Trouble(String input, String source, String reason, String nextStep) {}
