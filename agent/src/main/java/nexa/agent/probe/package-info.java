/** The test events that {@code nexa doctor} sends through the inputs, and what it makes of the answers. */
@NullMarked
package nexa.agent.probe;

import org.jspecify.annotations.NullMarked;
