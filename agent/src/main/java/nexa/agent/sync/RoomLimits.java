package nexa.agent.sync;

/**
 * What rooms hold and when they are made smaller.
 *
 * @param roomBytes of a room's updates
 * @param allBytes of the updates of all rooms
 * @param peers connections to all rooms
 * @param dueUpdates after how many new updates a client is asked for a snapshot
 */
record RoomLimits(long roomBytes, long allBytes, int peers, int dueUpdates) {

  static final RoomLimits USUAL = new RoomLimits(1 << 20, 256L << 20, 128, 200);

  /** What each update takes beside its bytes, so that many small ones are bounded too. */
  static final int UPDATE_BYTES = 32;

  /** Beyond the limit, for updates that only delete: a full room can be made smaller. */
  static final int RESERVE_BYTES = 64 << 10;
}
