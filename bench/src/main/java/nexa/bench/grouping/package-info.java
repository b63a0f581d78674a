/** How well crashes are grouped, measured on crashes whose cause is known. */
@NullMarked
package nexa.bench.grouping;

import org.jspecify.annotations.NullMarked;
