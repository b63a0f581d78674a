/** Hooks on fixed classes: how the agent sees crashes, log records and failed requests. */
@NullMarked
package nexa.javaagent.hook;

import org.jspecify.annotations.NullMarked;
