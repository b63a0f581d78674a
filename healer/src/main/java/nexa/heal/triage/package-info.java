/** Whether a crash is the code's own fault. */
@NullMarked
package nexa.heal.triage;

import org.jspecify.annotations.NullMarked;
