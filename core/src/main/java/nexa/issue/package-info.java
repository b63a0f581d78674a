/** One presumed cause: issues, where they lie in the source, and the test that shows them. */
@NullMarked
package nexa.issue;

import org.jspecify.annotations.NullMarked;
