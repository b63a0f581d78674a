/** All durable state: one SQLite database, and the journal of healing runs in it. */
@NullMarked
package nexa.agent.store;

import org.jspecify.annotations.NullMarked;
