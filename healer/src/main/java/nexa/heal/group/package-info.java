/** Events to issues: by fingerprint, and a new fingerprint by likeness. */
@NullMarked
package nexa.heal.group;

import org.jspecify.annotations.NullMarked;
