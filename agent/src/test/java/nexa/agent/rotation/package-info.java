@NullMarked
package nexa.agent.rotation;

import org.jspecify.annotations.NullMarked;
