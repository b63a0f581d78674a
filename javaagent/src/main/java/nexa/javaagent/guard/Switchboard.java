package nexa.javaagent.guard;

/** The parts of the agent that the guard turns off and on; called on the agent's thread. */
public interface Switchboard {

  /** All of it but the status: events in hand are dropped, swaps go back. */
  void power(boolean on);

  /** What the hooks do. */
  void hooks(boolean on);

  /** Captures, and most of the events. */
  void captures(boolean on);
}
