/**
 * What Nexa's hot paths cost, measured with JMH, and what its agent costs a watched service, measured
 * side by side with none and with another one.
 */
@NullMarked
package nexa.bench;

import org.jspecify.annotations.NullMarked;
