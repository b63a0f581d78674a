package nexa.issue;

import java.util.List;

/**
 * Where an issue lies in the source of the deployed commit.
 *
 * @param commit the full id of the deployed commit
 * @param locations innermost frame first; never empty
 */
public record Diagnosis(Issue issue, String commit, List<Location> locations) {

  public Diagnosis {
    locations = List.copyOf(locations);
  }
}
