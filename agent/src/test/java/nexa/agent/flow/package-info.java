@NullMarked
package nexa.agent.flow;

import org.jspecify.annotations.NullMarked;
