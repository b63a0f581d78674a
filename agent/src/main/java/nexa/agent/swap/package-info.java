/** The watched JVMs: who is connected, what they are ordered, and what is swapped into them. */
@NullMarked
package nexa.agent.swap;

import org.jspecify.annotations.NullMarked;
