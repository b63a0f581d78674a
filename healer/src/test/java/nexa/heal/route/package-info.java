@NullMarked
package nexa.heal.route;

import org.jspecify.annotations.NullMarked;
