/** A change to the source, where it came from, and what checking it said. */
@NullMarked
package nexa.patch;

import org.jspecify.annotations.NullMarked;
