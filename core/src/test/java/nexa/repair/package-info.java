@NullMarked
package nexa.repair;

import org.jspecify.annotations.NullMarked;
