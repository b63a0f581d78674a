/** A service that fails, and tells other people's clients of it. */
@NullMarked
package nexa.agent.clients;

import org.jspecify.annotations.NullMarked;
