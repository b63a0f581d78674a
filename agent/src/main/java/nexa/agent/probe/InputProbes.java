package nexa.agent.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import nexa.agent.config.Config;
import nexa.agent.probe.Desk.Ticket;
import nexa.agent.probe.Road.Reply;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Sends one event by every road into a daemon, as any client would, and asks the daemon what became of it.
 * Only what both say counts: an answer alone may be another program's.
 */
public final class InputProbes {

  private final Desk desk;
  private final Map<String, String> environment;

  /**
   * @param environment whose proxies a client would obey
   */
  public InputProbes(Desk desk, Map<String, String> environment) {
    this.desk = desk;
    this.environment = Map.copyOf(environment);
  }

  /**
   * How a probe went.
   *
   * @param input the input, and the protocol where it has several
   * @param sent what went where
   * @param ended how far it came, in words
   * @param ms from the first byte to the answer; 0 for what was never sent
   * @param nextStep what can be done, null where nothing is to do
   */
  public record Result(
      String input, boolean works, String sent, String ended, long ms,
      @Nullable String nextStep) {}

  /** Thrown by a {@link Desk} that gives no ticket; the message says why. */
  public static final class NoTicket extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoTicket(String message) {
      super(message);
    }
  }

  /** Tries every road that a configuration opens, one after the other. */
  public List<Result> run(Config config, URI base) {
    try (Wires wires = new Wires()) {
      return Roads.of(config, base, wires).stream().map(this::probe).toList();
    }
  }

  private Result probe(Road road) {
    long start = System.nanoTime();
    try {
      Ticket ticket = desk.issue(road.input());
      start = System.nanoTime();
      Reply reply = road.wire().send(ticket);
      return judge(road, reply, desk.state(ticket.id()), millis(start));
    } catch (NoTicket e) {
      return bad(road, "not sent: " + e.getMessage(), 0,
          "Start the daemon with this nexa.yaml, and use its version's doctor");
    } catch (Roads.UnreadableToken e) {
      return bad(road, "not sent: " + e.getMessage(), 0, "Run doctor as the daemon's user");
    } catch (ConnectException e) {
      return bad(road, "nobody listens at " + road.address(), millis(start), road.whereClosed());
    } catch (HttpTimeoutException e) {
      return bad(road, "no answer within " + Wires.TIMEOUT.toSeconds() + " s", millis(start),
          "See which program listens at that port, and whether the daemon is overloaded");
    } catch (IOException e) {
      return bad(road, "it broke off: " + e, millis(start), stranger(road));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return bad(road, "interrupted", millis(start), "Run it again");
    }
  }

  private static long millis(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  private Result judge(Road road, Reply reply, JsonNode state, long ms) {
    String ended = state.path("ended").asString("");
    String refused = state.path("refused").asString("");
    if (!refused.isEmpty()) {
      return bad(road, "refused by the daemon. " + refused, ms, state.path("hint").asString(""));
    }
    if (!state.path("arrived").asBoolean(false)) {
      return reply.isAccepted()
          ? bad(road, "answered (" + reply.said() + "), but the daemon got nothing", ms,
              stranger(road))
          : bad(road, "turned away before the daemon looked at it: " + reply.said(), ms,
              road.input().equals("javaagent")
                  ? "Start JVMs with the agent-token of the daemon's own home" : stranger(road));
    }
    if (!reply.isAccepted() || ended.isEmpty()) {
      return bad(road, "the daemon broke off: " + reply.said(), ms,
          "Look into the daemon's log, which has the details");
    }
    return new Result(road.name(), true, sent(road), ended + proxied(), ms, null);
  }

  private static String sent(Road road) {
    return road.sends() + ", to " + road.address();
  }

  private static Result bad(Road road, String ended, long ms, String nextStep) {
    return new Result(road.name(), false, sent(road), ended, ms, nextStep);
  }

  private String stranger(Road road) {
    return "Another program may listen at " + road.address().getAuthority()
        + ": stop it, or start the daemon at another port" + proxied();
  }

  /** Clients may send even to this host by a proxy; a probe never does. */
  private String proxied() {
    boolean hasProxy =
        environment.keySet().stream()
            .anyMatch(name -> name.equalsIgnoreCase("http_proxy"));
    String except =
        environment.getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""));
    return hasProxy && !except.contains("127.0.0.1") && !except.equals("*")
        ? "; sent past the proxy of http_proxy, where clients may go by it: set"
            + " no_proxy=127.0.0.1,localhost for them"
        : "";
  }
}
