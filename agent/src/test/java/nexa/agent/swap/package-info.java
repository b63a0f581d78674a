@NullMarked
package nexa.agent.swap;

import org.jspecify.annotations.NullMarked;
