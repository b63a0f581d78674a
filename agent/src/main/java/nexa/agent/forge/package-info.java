/** Forges: where fixes are pushed and proposed, and what comes back from there. */
@NullMarked
package nexa.agent.forge;

import org.jspecify.annotations.NullMarked;
