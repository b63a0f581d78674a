package nexa.javaagent.ship;

/** One part of the agent that has something to say in the status sent to the daemon. */
public interface StatusPart {

  /** Appends members to the status object, each begun by {@link Json#name}. */
  void write(StringBuilder status);
}
