/** Tests of locate. */
@NullMarked
package nexa.heal.locate;

import org.jspecify.annotations.NullMarked;
