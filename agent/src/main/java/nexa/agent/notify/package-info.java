/** How people are told: one class for each protocol, all of which make texts from outside harmless. */
@NullMarked
package nexa.agent.notify;

import org.jspecify.annotations.NullMarked;
