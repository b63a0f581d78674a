/** How often the classifier says what a person on call would say. */
@NullMarked
package nexa.bench.classify;

import org.jspecify.annotations.NullMarked;
