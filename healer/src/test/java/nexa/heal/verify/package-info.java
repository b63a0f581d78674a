@NullMarked
package nexa.heal.verify;

import org.jspecify.annotations.NullMarked;
