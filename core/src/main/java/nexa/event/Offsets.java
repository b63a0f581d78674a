package nexa.event;

import java.util.Optional;

/** Where sources stood when their last batch was stored. */
@FunctionalInterface
public interface Offsets {

  /** The stored position of a source, empty for a new one. */
  Optional<String> position(String source);
}
