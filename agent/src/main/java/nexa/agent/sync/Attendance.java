package nexa.agent.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nexa.agent.store.Json;
import nexa.agent.sync.SyncMessage.Presence;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who is in a room, as each client last said. Clients pass on what they hear of others; only the
 * connection by which a client was heard of first speaks for it, and a newer one of the same visitor,
 * as after a break. A name is the one that the daemon knows. Nothing of it is stored.
 */
final class Attendance {

  /** How many clients a connection speaks for at most. */
  private static final int OWN_MAX = 16;

  /** Of how many that are gone it is known when, so that an echo does not bring them back. */
  private static final int GONE_MAX = 256;

  private static final String USER = "user";

  private final Map<Long, Here> here = new LinkedHashMap<>();

  private final Map<Long, Long> gone =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > GONE_MAX;
        }
      };

  /** A client that is here, and the connection that speaks for it. */
  private record Here(Presence said, Peer owner) {}

  /**
   * Takes what a connection says; gives what of it the others should hear.
   *
   * @throws Refused when it is no JSON
   */
  List<Presence> take(Peer peer, List<Presence> said) {
    List<Presence> news = new ArrayList<>();
    for (Presence each : said) {
      if (isNews(peer, each)) {
        Presence named = named(each, peer.visitor());
        keep(peer, named);
        news.add(named);
      }
    }
    return news;
  }

  private boolean isNews(Peer peer, Presence said) {
    Here known = here.get(said.client());
    if (known == null) {
      Long left = gone.get(said.client());
      return said.state() != null && (left == null || said.clock() > left) && hasRoom(peer);
    }
    boolean isNewer = said.clock() > known.said().clock();
    if (known.owner() == peer) {
      return isNewer || (said.state() == null && said.clock() == known.said().clock());
    }
    return isNewer && known.owner().visitor().equals(peer.visitor()) && hasRoom(peer);
  }

  private boolean hasRoom(Peer peer) {
    return here.values().stream().filter(each -> each.owner() == peer).count() < OWN_MAX;
  }

  private void keep(Peer peer, Presence said) {
    if (said.state() == null) {
      here.remove(said.client());
      gone.put(said.client(), said.clock());
    } else {
      here.put(said.client(), new Here(said, peer));
    }
  }

  /** With the name of the visitor; what is no object says no name. */
  private static Presence named(Presence said, String visitor) {
    if (said.state() == null) {
      return said;
    }
    JsonNode state = json(said.state());
    if (!(state instanceof ObjectNode object)) {
      return said;
    }
    ObjectNode user =
        object.get(USER) instanceof ObjectNode told ? told : object.putObject(USER);
    user.put("name", visitor);
    return new Presence(said.client(), said.clock(), object.toString());
  }

  private static @Nullable JsonNode json(String state) {
    try {
      return Json.MAPPER.readTree(state);
    } catch (JacksonException e) {
      throw Refused.malformed("who is here is not JSON");
    }
  }

  /** Takes out whom a connection spoke for; gives what the others should hear of it. */
  List<Presence> leave(Peer peer) {
    List<Presence> left = new ArrayList<>();
    new HashMap<>(here).forEach((client, each) -> {
      if (each.owner() == peer) {
        Presence last = new Presence(client, each.said().clock(), null);
        keep(peer, last);
        left.add(last);
      }
    });
    return left;
  }

  /** All who are here. */
  List<Presence> all() {
    return here.values().stream().map(Here::said).toList();
  }
}
