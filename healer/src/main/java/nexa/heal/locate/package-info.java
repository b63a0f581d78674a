/** Stack frames to source files, by symbols. */
@NullMarked
package nexa.heal.locate;

import org.jspecify.annotations.NullMarked;
