/** The stages of a healing run, one interface each, and what passes between them. */
@NullMarked
package nexa.repair;

import org.jspecify.annotations.NullMarked;
