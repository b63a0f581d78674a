package nexa.javaagent.ship;

import java.util.List;

/** Takes what the daemon answers to a status; called on the agent's thread, returns at once. */
public interface Orders {

  /**
   * The daemon was heard.
   *
   * @param paused whether it wants the agent to do nothing but tell its status
   * @param orders signed orders, as they came
   */
  void answered(boolean paused, List<String> orders);
}
