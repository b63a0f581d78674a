/** The agent inside the watched JVM: start, options, and the one thread. */
@NullMarked
package nexa.javaagent;

import org.jspecify.annotations.NullMarked;
