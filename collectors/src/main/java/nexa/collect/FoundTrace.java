package nexa.collect;

import nexa.event.Language;
import nexa.event.StackTrace;

/** A stack trace found in a text, and the language that printed it. */
public record FoundTrace(Language language, StackTrace trace) {

  /** The same with every text in it fit to be kept and shown. */
  FoundTrace printable() {
    return new FoundTrace(language, PrintableTrace.of(trace));
  }
}
