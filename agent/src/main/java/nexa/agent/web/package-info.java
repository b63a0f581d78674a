/** The HTTP API, the page, and the channel of the javaagents. */
@NullMarked
package nexa.agent.web;

import org.jspecify.annotations.NullMarked;
