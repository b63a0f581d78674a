package nexa.issue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where an issue lies in the source of the deployed commit.
 *
 * @param commit the full id of the deployed commit
 * @param locations innermost frame first; never empty
 * @param suspects the methods that may hold the mistake, the likeliest first
 */
public record Diagnosis(
    Issue issue, String commit, List<Location> locations, List<Suspect> suspects) {

  public Diagnosis {
    locations = List.copyOf(locations);
    suspects = suspects == null ? List.of() : List.copyOf(suspects); // older journals have none
  }

  /** A diagnosis that suspects nothing but the frames. */
  public Diagnosis(Issue issue, String commit, List<Location> locations) {
    this(issue, commit, locations, List.of());
  }

  /** The files that the crash leads to, all found by symbols. */
  public Set<String> files() {
    Set<String> files = new TreeSet<>();
    locations.forEach(it -> files.add(it.file()));
    suspects.forEach(it -> files.add(it.file()));
    return files;
  }
}
