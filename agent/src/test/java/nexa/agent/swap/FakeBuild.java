package nexa.agent.swap;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import nexa.heal.swap.ClassBuild;
import nexa.issue.Diagnosis;
import nexa.patch.Patch;

/** A build whose patches change {@code Cart#total} to fixed bytes. */
public final class FakeBuild implements ClassBuild {

  /** What the plan of a patch says that this build makes. */
  public static final String ACTION =
      "Swap Cart#total into the running JVMs of shop, watched for 10 minutes, rolled back by itself";

  private volatile String refusal = "";
  private volatile byte[] patched = {7};
  private volatile CountDownLatch held = new CountDownLatch(0);

  /** From now on a patch is not built before the latch is open. */
  public void hold(CountDownLatch latch) {
    held = latch;
  }

  /** From now on nothing fits what runs. */
  public void refuse(String reason) {
    refusal = reason;
  }

  /** From now on this is the patched class file. */
  public void patched(byte[] classFile) {
    patched = classFile;
  }

  @Override
  public Changed changed(Diagnosis diagnosis, Patch patch) {
    Touched touched =
        new Touched("com.example.shop.Cart", List.of("total()I"), new byte[0], new byte[0]);
    return new Changed.Bodies(diagnosis.commit(), List.of(touched));
  }

  @Override
  public Built build(Changed.Bodies bodies, List<RunningClass> running) {
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Built.Refused("interrupted");
    }
    return refusal.isEmpty()
        ? new Built.Ready(
            running.stream()
                .map(tapped -> new PatchedClass(tapped.name(), patched, List.of("total()I")))
                .toList())
        : new Built.Refused(refusal);
  }
}
