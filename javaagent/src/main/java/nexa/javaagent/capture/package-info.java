/** What the armed methods of a crash held: weaving, bounded serialisation, redaction. */
@NullMarked
package nexa.javaagent.capture;

import org.jspecify.annotations.NullMarked;
