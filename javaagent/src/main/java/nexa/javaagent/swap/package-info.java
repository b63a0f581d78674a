/** Hot-swap: signed orders, the structural gate, the swap itself, its watch and its rollback. */
@NullMarked
package nexa.javaagent.swap;

import org.jspecify.annotations.NullMarked;
