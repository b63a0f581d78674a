package nexa.repair;

import java.util.List;
import nexa.issue.TrustLevel;

/**
 * How far one patch is trusted.
 *
 * @param level up to where it is carried out, at most {@link TrustLevel#HOTSWAP}
 * @param asked whether a person decides first
 * @param because what set the level, then what lowered it, in words
 */
public record Standing(TrustLevel level, boolean asked, List<String> because) {

  /** What holds where nothing was said. */
  public static final Standing PROPOSED = new Standing(TrustLevel.PROPOSE, true, List.of());

  public Standing {
    because = List.copyOf(because);
  }

  /** Whether it goes into running JVMs. */
  public boolean swaps() {
    return level.includes(TrustLevel.HOTSWAP);
  }
}
