package nexa.repair;

import java.util.List;
import java.util.Objects;
import nexa.issue.TrustLevel;

/**
 * How far one patch is trusted.
 *
 * @param level up to where it is carried out, at most {@link TrustLevel#HOTSWAP}
 * @param asked whether a person decides first
 * @param because what set the level, then what lowered it, in words
 * @param fourEyes why two different persons have to approve it, in words; empty where one is enough, as
 *     of a plan stored before there was such a thing
 */
public record Standing(
    TrustLevel level, boolean asked, List<String> because, List<String> fourEyes) {

  /** What holds where nothing was said. */
  public static final Standing PROPOSED = new Standing(TrustLevel.PROPOSE, true, List.of());

  public Standing {
    because = List.copyOf(because);
    fourEyes = List.copyOf(Objects.requireNonNullElse(fourEyes, List.of()));
  }

  /** The standing of a patch that one person may approve. */
  public Standing(TrustLevel level, boolean asked, List<String> because) {
    this(level, asked, because, List.of());
  }

  /** Whether it goes into running JVMs. */
  public boolean swaps() {
    return level.includes(TrustLevel.HOTSWAP);
  }

  /** Whether one person alone cannot approve it. */
  public boolean needsTwo() {
    return !fourEyes.isEmpty();
  }
}
