package nexa.repair;

import java.util.List;
import java.util.Objects;
import nexa.issue.Diagnosis;
import nexa.issue.Reproduction;
import nexa.patch.Patch;
import nexa.patch.Proof;

/**
 * Everything that would be done, as it is shown to a person.
 *
 * @param id the fix's id, such as {@code F-SHOP-3}
 * @param digest SHA-256 in hex over all that is shown, diff, proof and actions included: an approval is bound
 *     to it
 * @param diff the unified diff of patch and test
 * @param standing how far it goes, and why; of a plan stored before there was one, {@link
 *     Standing#PROPOSED}
 * @param reach who runs through what it changes; of such an old plan {@link BlastRadius#UNKNOWN}
 * @param actions in the order they would be taken
 * @param alternatives other plausible patches, best first
 */
public record Plan(
    String id,
    String digest,
    Diagnosis diagnosis,
    Reproduction reproduction,
    Patch patch,
    Proof proof,
    String diff,
    String branch,
    Standing standing,
    BlastRadius reach,
    List<String> actions,
    List<Patch> alternatives) {

  public Plan {
    standing = Objects.requireNonNullElse(standing, Standing.PROPOSED);
    reach = Objects.requireNonNullElse(reach, BlastRadius.UNKNOWN);
    actions = List.copyOf(actions);
    alternatives = List.copyOf(alternatives);
  }

  /** The same plan, bound to a digest. */
  public Plan withDigest(String sha256) {
    return new Plan(
        id, sha256, diagnosis, reproduction, patch, proof, diff, branch, standing, reach, actions,
        alternatives);
  }
}
