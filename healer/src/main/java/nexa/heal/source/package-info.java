/** A commit's files, the project they form, and their typed syntax trees. */
@NullMarked
package nexa.heal.source;

import org.jspecify.annotations.NullMarked;
