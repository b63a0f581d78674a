/** How well and how fast log messages are put to their templates, on labelled logs. */
@NullMarked
package nexa.bench.templates;

import org.jspecify.annotations.NullMarked;
