package nexa.bench.classify;

import nexa.event.Event;
import nexa.issue.Category;
import nexa.issue.Classification.Fault;

/**
 * An event with the answer that a person on call would give.
 *
 * @param fault {@code UNSURE} where such a person could not tell either
 * @param made whether rules may be made with it; the others only score them
 */
record LabelledEvent(Event event, Category category, Fault fault, boolean made) {}
