/** Events to issues, by fingerprint. */
@NullMarked
package nexa.heal.group;

import org.jspecify.annotations.NullMarked;
