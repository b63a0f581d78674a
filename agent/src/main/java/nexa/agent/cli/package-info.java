/** The command line. */
@NullMarked
package nexa.agent.cli;

import org.jspecify.annotations.NullMarked;
