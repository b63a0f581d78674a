/** A snapshot to a test that fails the same way. */
@NullMarked
package nexa.heal.reproduce;

import org.jspecify.annotations.NullMarked;
