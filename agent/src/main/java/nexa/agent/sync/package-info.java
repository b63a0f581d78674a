/** What people who look at the same thing share: rooms of Yjs documents, kept as the updates that make them. */
@NullMarked
package nexa.agent.sync;

import org.jspecify.annotations.NullMarked;
