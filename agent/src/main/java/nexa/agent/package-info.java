/** The daemon that puts the parts together. */
@NullMarked
package nexa.agent;

import org.jspecify.annotations.NullMarked;
