/** What kind of failure an event is, how severe and how urgent; learns from what people correct. */
@NullMarked
package nexa.heal.classify;

import org.jspecify.annotations.NullMarked;
