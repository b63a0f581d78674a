/** Class files of a patch, made to fit what a JVM runs. */
@NullMarked
package nexa.heal.swap;

import org.jspecify.annotations.NullMarked;
