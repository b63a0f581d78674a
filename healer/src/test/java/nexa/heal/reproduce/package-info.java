/** Tests of reproduce. */
@NullMarked
package nexa.heal.reproduce;

import org.jspecify.annotations.NullMarked;
