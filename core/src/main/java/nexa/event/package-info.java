/** What came in: events, stack traces and captured values. Imports nothing of ours. */
@NullMarked
package nexa.event;

import org.jspecify.annotations.NullMarked;
