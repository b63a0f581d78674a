/** What Nexa's hot paths cost, measured with JMH. */
@NullMarked
package nexa.bench;

import org.jspecify.annotations.NullMarked;
