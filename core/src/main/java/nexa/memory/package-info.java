/** Past cases and how they are found again. */
@NullMarked
package nexa.memory;

import org.jspecify.annotations.NullMarked;
