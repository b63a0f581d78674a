/** The demo: the shop, its traffic, and the person who approves. */
@NullMarked
package nexa.agent.demo;

import org.jspecify.annotations.NullMarked;
