package nexa.patch;

import java.util.ArrayList;
import java.util.List;
import nexa.event.Sha256;

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

  /** The risk of a patch that changes what is computed, with no more evidence than that the crash is gone. */
  public static final String GUESS = "guesses what was meant";

  public Patch {
    edits = List.copyOf(edits);
    risks = List.copyOf(risks);
  }

  /** The patch of these edits, with the id they have. */
  public static Patch of(
      List<Edit> edits, Recipe recipe, Origin origin, String rationale, List<String> risks) {
    return new Patch(idOf(edits), edits, recipe, origin, rationale, risks);
  }

  /** The same patch with one more thing a reviewer should know. */
  public Patch withRisk(String risk) {
    if (risks.contains(risk)) {
      return this;
    }
    List<String> more = new ArrayList<>(risks);
    more.add(risk);
    return new Patch(id, edits, recipe, origin, rationale, more);
  }

  /** The risks that lower trust: all but the notes. */
  public List<String> flags() {
    return risks.stream().filter(risk -> !Note.isOne(risk)).toList();
  }

  private static String idOf(List<Edit> edits) {
    StringBuilder canonical = new StringBuilder();
    for (Edit edit : edits) {
      // The length in front keeps a replacement from posing as the next edit.
      canonical
          .append(edit.file()).append('\n')
          .append(edit.start()).append('-').append(edit.end()).append('\n')
          .append(edit.replacement().length()).append('\n')
          .append(edit.replacement()).append('\n');
    }
    return Sha256.hex(canonical.toString());
  }
}
