@NullMarked
package nexa.heal.sandbox;

import org.jspecify.annotations.NullMarked;
