/** What a repository's history teaches: past fixes of crashes as cases. */
@NullMarked
package nexa.heal.learn;

import org.jspecify.annotations.NullMarked;
