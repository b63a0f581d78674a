@NullMarked
package nexa.heal.propose;

import org.jspecify.annotations.NullMarked;
