/** The whole way of an issue, in one method. */
@NullMarked
package nexa.agent.flow;

import org.jspecify.annotations.NullMarked;
