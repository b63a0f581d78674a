@NullMarked
package nexa;

import org.jspecify.annotations.NullMarked;
