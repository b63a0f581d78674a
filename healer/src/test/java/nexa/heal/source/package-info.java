/** Tests of reading commits, builds and syntax trees. */
@NullMarked
package nexa.heal.source;

import org.jspecify.annotations.NullMarked;
