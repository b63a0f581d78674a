/** The patch policy, and patches checked in the sandbox. */
@NullMarked
package nexa.heal.verify;

import org.jspecify.annotations.NullMarked;
