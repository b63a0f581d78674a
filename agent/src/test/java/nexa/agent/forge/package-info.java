/** Tests of forges. */
@NullMarked
package nexa.agent.forge;

import org.jspecify.annotations.NullMarked;
