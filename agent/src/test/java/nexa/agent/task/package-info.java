@NullMarked
package nexa.agent.task;

import org.jspecify.annotations.NullMarked;
