package nexa.agent.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message of the y-websocket protocol: a type, and of those that synchronise a kind. */
sealed interface SyncMessage {

  /** How many clients one message may tell of. */
  int CLIENTS_MAX = 64;

  /** What a client says of itself at most. */
  int STATE_LENGTH_MAX = 2_000;

  /** Types. */
  int SYNC = 0;

  int AWARENESS = 1;
  int ASK_AWARENESS = 3;

  /** Kinds. */
  int STEP_1 = 0;

  int STEP_2 = 1;
  int UPDATE = 2;

  /** A client asks for what it lacks. */
  record Ask() implements SyncMessage {}

  /**
   * A client changes the document, or tells of changes.
   *
   * @param update as it is stored and handed on
   * @param isAnswer whether it says what the client has, as it was asked to
   */
  record Change(byte[] update, YjsUpdate content, boolean isAnswer) implements SyncMessage {}

  /** Clients say who they are and where. */
  record Said(List<Presence> clients) implements SyncMessage {}

  /** A client asks who is here. */
  record AskWho() implements SyncMessage {}

  /**
   * What a client says of itself.
   *
   * @param clock which counts what it said
   * @param state JSON, null when it is gone
   */
  record Presence(long client, long clock, @Nullable String state) {}

  /**
   * Reads a message.
   *
   * @throws Refused when it is none
   */
  static SyncMessage read(byte[] message) {
    Lib0Reader in = new Lib0Reader(message);
    long type = in.number();
    SyncMessage read;
    if (type == SYNC) {
      read = sync(in);
    } else if (type == AWARENESS) {
      read = new Said(presences(in.block()));
    } else if (type == ASK_AWARENESS) {
      read = new AskWho();
    } else {
      throw Refused.malformed("a type of no known kind");
    }
    in.requireEnd();
    return read;
  }

  private static SyncMessage sync(Lib0Reader in) {
    long kind = in.number();
    byte[] block = in.block();
    if (kind == STEP_1) {
      skipVector(block);
      return new Ask();
    }
    if (kind == STEP_2 || kind == UPDATE) {
      return new Change(block, YjsUpdate.read(block), kind == STEP_2);
    }
    throw Refused.malformed("a step of no known kind");
  }

  private static void skipVector(byte[] block) {
    Lib0Reader in = new Lib0Reader(block);
    for (int left = in.count(); left > 0; left--) {
      in.number();
      in.number();
    }
    in.requireEnd();
  }

  private static List<Presence> presences(byte[] block) {
    Lib0Reader in = new Lib0Reader(block);
    List<Presence> clients = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      long client = in.number();
      long clock = in.number();
      String state = in.text();
      if (clients.size() == CLIENTS_MAX || state.length() > STATE_LENGTH_MAX) {
        throw Refused.malformed("it says too much of who is here");
      }
      clients.add(new Presence(client, clock, state.equals("null") ? null : state));
    }
    in.requireEnd();
    return clients;
  }

  /** An update, for who has not got it. */
  static byte[] update(byte[] update) {
    return new Lib0Writer().number(SYNC).number(UPDATE).block(update).bytes();
  }

  /** The end of an answer to {@link Ask}: what was missing is there. */
  static byte[] answered() {
    byte[] nothing = {0, 0};
    return new Lib0Writer().number(SYNC).number(STEP_2).block(nothing).bytes();
  }

  /** Asks a client for what it has beyond a state vector; all it has, where that is empty. */
  static byte[] ask(Map<Long, Long> vector) {
    Lib0Writer known = new Lib0Writer().number(vector.size());
    vector.forEach((client, clock) -> known.number(client).number(clock));
    return new Lib0Writer().number(SYNC).number(STEP_1).block(known.bytes()).bytes();
  }

  /** What clients said of themselves. With none, it only shows that the line is up. */
  static byte[] said(List<Presence> clients) {
    Lib0Writer out = new Lib0Writer().number(clients.size());
    for (Presence each : clients) {
      out.number(each.client()).number(each.clock());
      out.text(each.state() == null ? "null" : each.state());
    }
    return new Lib0Writer().number(AWARENESS).block(out.bytes()).bytes();
  }
}
