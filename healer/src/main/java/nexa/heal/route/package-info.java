/** Whose an issue is: service, repository, file, owner, and the way it can be healed. */
@NullMarked
package nexa.heal.route;

import org.jspecify.annotations.NullMarked;
