@NullMarked
package nexa.heal.sandbox.runner;

import org.jspecify.annotations.NullMarked;
