@NullMarked
package nexa.event;

import org.jspecify.annotations.NullMarked;
