package nexa.heal.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an issue goes: what it belongs to, who is asked, and whether Nexa can heal it.
 *
 * @param repository the service's, null when none is known
 * @param commit the deployed one, null when it cannot be read
 * @param file the source of the innermost in-app frame that has one, null for none
 * @param line its line from 1, 0 when there is none
 * @param owners names, teams and addresses out of the repository; empty when nobody is named
 * @param ownedBecause why they are, or why nobody is, in words
 * @param because why this way, in words
 */
public record Route(
    String service,
    @Nullable String repository,
    @Nullable String commit,
    @Nullable String file,
    int line,
    List<String> owners,
    String ownedBecause,
    Way way,
    String because) {

  public Route {
    owners = List.copyOf(owners);
  }

  /** How an issue can be healed. */
  public enum Way {
    /** By a patch of the service's Java code. */
    HEAL,
    /** Not by Nexa. */
    NONE
  }
}
