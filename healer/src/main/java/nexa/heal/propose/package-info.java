/** Repair operators and the transplant of remembered recipes. */
@NullMarked
package nexa.heal.propose;

import org.jspecify.annotations.NullMarked;
