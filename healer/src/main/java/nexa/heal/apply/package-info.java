/** Plans, diffs and commits. */
@NullMarked
package nexa.heal.apply;

import org.jspecify.annotations.NullMarked;
