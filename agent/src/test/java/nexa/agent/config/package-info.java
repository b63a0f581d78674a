@NullMarked
package nexa.agent.config;

import org.jspecify.annotations.NullMarked;
