/** Events as JSON, and their way out of the JVM. */
@NullMarked
package nexa.javaagent.ship;

import org.jspecify.annotations.NullMarked;
