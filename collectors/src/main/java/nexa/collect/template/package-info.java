/** Which log messages are of one kind: mines templates from a stream of messages. */
@NullMarked
package nexa.collect.template;

import org.jspecify.annotations.NullMarked;
