@NullMarked
package nexa.agent.web;

import org.jspecify.annotations.NullMarked;
