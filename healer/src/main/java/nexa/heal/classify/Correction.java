package nexa.heal.classify;

import nexa.issue.Category;

/**
 * What a person said that an event really is.
 *
 * @param rootType the root exception's name without its package, empty for a logged message
 * @param text type, message template and innermost methods of the event: no values of it
 */
public record Correction(String rootType, String text, Category category) {}
