@NullMarked
package nexa.heal.learn;

import org.jspecify.annotations.NullMarked;
