/** Whether a fix helped: how often its issue happens since the fix runs, beside how often it did before. */
@NullMarked
package nexa.agent.effect;

import org.jspecify.annotations.NullMarked;
