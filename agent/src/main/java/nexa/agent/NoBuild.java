package nexa.agent;

import java.util.List;
import nexa.agent.swap.ClassBuild;
import nexa.agent.swap.OrderAnswer;
import nexa.issue.Diagnosis;
import nexa.patch.Patch;

/** A build that can swap nothing. */
final class NoBuild implements ClassBuild {

  @Override
  public Changed changed(Diagnosis diagnosis, Patch patch) {
    return new Changed.Restart("class files are not built yet");
  }

  @Override
  public Built build(
      Diagnosis diagnosis, Patch patch, List<OrderAnswer.TappedClass> running) {
    return new Built.Refused("class files are not built yet");
  }
}
