@NullMarked
package nexa.agent.sync;

import org.jspecify.annotations.NullMarked;
