/** The search index over remembered cases, and the local embedding model. */
@NullMarked
package nexa.heal.recall;

import org.jspecify.annotations.NullMarked;
