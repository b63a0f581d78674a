/** Where a service's tests run: a container that can reach nothing. */
@NullMarked
package nexa.heal.sandbox;

import org.jspecify.annotations.NullMarked;
