package nexa.patch;

import java.util.List;

/**
 * A candidate change.
 *
 * @param id the SHA-256 of the edits, in hex: equal edits are one patch
 * @param edits disjoint, in ascending order within each file
 * @param recipe the change with its holes, kept so that it can be made elsewhere
 * @param rationale why this should help, one sentence
 * @param risks what a reviewer should know, such as "returns a default"
 */
public record Patch(
    String id,
    List<Edit> edits,
    Recipe recipe,
    Origin origin,
    String rationale,
    List<String> risks) {

  public Patch {
    edits = List.copyOf(edits);
    risks = List.copyOf(risks);
  }
}
