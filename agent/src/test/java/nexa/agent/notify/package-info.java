@NullMarked
package nexa.agent.notify;

import org.jspecify.annotations.NullMarked;
