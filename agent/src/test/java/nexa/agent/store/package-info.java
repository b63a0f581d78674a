@NullMarked
package nexa.agent.store;

import org.jspecify.annotations.NullMarked;
