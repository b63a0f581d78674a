/** How events come in: one class per source, and the readers of what sources write. */
@NullMarked
package nexa.collect;

import org.jspecify.annotations.NullMarked;
