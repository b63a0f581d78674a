package nexa.agent.sync;

/**
 * Why a client of a room is sent away. The stock client comes again by itself after any code but those
 * from 4400 to 4499, which say that to come again changes nothing.
 */
public enum Refusal {
  /** What it sent is not of the protocol. */
  MALFORMED(4400, "Not a message of y-websocket"),
  /** Its token or session is good no longer. */
  NOT_LET_IN(4401, "Not let in any longer"),
  /** There is no such room. */
  NO_ROOM(4404, "No such room"),
  /** The room, or all together, hold as much as they may. */
  FULL(4413, "Room is full"),
  /** There are as many connections as there may be. */
  CROWDED(4503, "Too many connections"),
  /** What it sent could not be stored. */
  NOT_STORED(4507, "Could not be stored"),
  /** It does not read what it is sent. */
  TOO_SLOW(4508, "Reads too slowly"),
  /** The room is another one now. */
  MERGED(4509, "The issue was merged");

  private final int code;
  private final String reason;

  Refusal(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  /** The code of the WebSocket's close frame. */
  public int code() {
    return code;
  }

  /** The same in words, for the close frame and the account of inputs. */
  public String reason() {
    return reason;
  }
}
