/** What the daemon does again and again beside everything else. */
@NullMarked
package nexa.agent.task;

import org.jspecify.annotations.NullMarked;
