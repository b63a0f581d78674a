@NullMarked
package nexa.heal.triage;

import org.jspecify.annotations.NullMarked;
