package nexa.heal.apply;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import nexa.issue.Reproduction;
import nexa.patch.Proof;
import nexa.repair.Plan;

/**
 * The SHA-256 of what a person is asked to approve. Every text is hashed after its length, so no two
 * plans run together to the same bytes.
 */
final class PlanDigest {

  private static final String FORM = "nexa-plan-1";

  private PlanDigest() {}

  static String of(Plan plan) {
    return of(plan.diff(), plan.reproduction(), plan.proof(), plan.actions());
  }

  static String of(String diff, Reproduction reproduction, Proof proof, List<String> actions) {
    MessageDigest digest = sha256();
    add(digest, FORM);
    add(digest, diff);
    add(digest, reproduction.source());
    add(digest, proof.redLog());
    add(digest, proof.greenLog());
    add(digest, proof.before());
    add(digest, proof.after());
    add(digest, proof.sandbox());
    add(digest, Integer.toString(actions.size()));
    actions.forEach(action -> add(digest, action));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, Proof.Suite suite) {
    add(digest, suite.passed() + "/" + suite.failed() + "/" + suite.skipped());
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
