@NullMarked
package nexa.heal.model;

import org.jspecify.annotations.NullMarked;
