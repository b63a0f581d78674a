/** A language model as one more source of candidates: typed facts go out, strict edits come back. */
@NullMarked
package nexa.heal.model;

import org.jspecify.annotations.NullMarked;
