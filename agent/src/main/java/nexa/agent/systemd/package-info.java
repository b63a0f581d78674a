/** What the daemon tells systemd. */
@NullMarked
package nexa.agent.systemd;

import org.jspecify.annotations.NullMarked;
