@NullMarked
package nexa.agent.effect;

import org.jspecify.annotations.NullMarked;
