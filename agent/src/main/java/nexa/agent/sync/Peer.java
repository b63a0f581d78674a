package nexa.agent.sync;

/** One connection to a room. */
public interface Peer {

  /** Who is at its other end, as the daemon knows them. */
  String visitor();

  /** Sends a message some time, after those before it; never waits. */
  void send(byte[] message);

  /** Sends it away; never waits. */
  void close(Refusal refusal);
}
