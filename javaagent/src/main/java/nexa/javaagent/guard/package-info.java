/** What turns the agent off: its kill switch, its appetite, and its own failures. */
@NullMarked
package nexa.javaagent.guard;

import org.jspecify.annotations.NullMarked;
