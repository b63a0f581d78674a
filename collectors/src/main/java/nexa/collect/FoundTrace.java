package nexa.collect;

import nexa.event.Language;
import nexa.event.StackTrace;

/** A stack trace found in a text, and the language that printed it. */
public record FoundTrace(Language language, StackTrace trace) {}
