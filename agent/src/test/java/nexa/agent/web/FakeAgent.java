package nexa.agent.web;

import static nexa.agent.web.RunningServer.json;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import nexa.agent.store.Json;
import nexa.agent.store.Swaps;
import nexa.agent.swap.StrictOrder;
import nexa.agent.swap.SwapKey;
import nexa.event.Sha256;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A javaagent that speaks the wire over HTTP and changes nothing but what it reports: it checks each
 * order as strictly as a real one, and keeps the orders it got.
 */
public final class FakeAgent implements AutoCloseable {

  private static final byte[] RUNNING = {1, 2, 3};
  private static final long SINCE = 1_764_072_000_000L;

  private final RunningServer server;
  private final long pid;
  private final String release;
  private final String swapKey;
  private final Map<String, JsonNode> swaps = new TreeMap<>();
  private final Thread thread;
  private volatile boolean stopped;
  private final String session;
  private long accepted;

  final List<StrictOrder> orders = new CopyOnWriteArrayList<>();
  volatile boolean told;
  volatile @Nullable String refusal;
  volatile String losesResultOf = "";

  private FakeAgent(RunningServer server, long pid, String release, String swapKey) {
    this.server = server;
    this.pid = pid;
    this.release = release;
    this.swapKey = swapKey;
    this.session = hello();
    this.thread = Thread.ofPlatform().daemon().unstarted(this::run);
  }

  private void begin() {
    thread.start();
  }

  /** An agent that was started with this daemon's key. */
  public static FakeAgent start(RunningServer server, long pid) {
    return start(server, pid, "c0ffee", SwapKey.of(server.home).fingerprint());
  }

  /** An agent that connects again, with a swap in its JVM. */
  static FakeAgent again(RunningServer server, long pid, String swap) {
    FakeAgent agent =
        new FakeAgent(server, pid, "c0ffee", SwapKey.of(server.home).fingerprint());
    agent.stand(swap, Swaps.State.PROVISIONAL, null);
    agent.begin();
    return agent;
  }

  /** An agent with another key, or with none when that is empty. */
  static FakeAgent start(RunningServer server, long pid, String release, String swapKey) {
    FakeAgent agent = new FakeAgent(server, pid, release, swapKey);
    agent.begin();
    return agent;
  }

  private String hello() {
    String hello =
        """
        {"agent":"0.1.0","service":"shop","release":"%s","swap":"%s","swapKey":%s,
         "jvm":{"pid":%d,"startedUnixMs":%d,"version":"25.0.3","main":"com.example.shop.Shop"}}"""
            .formatted(
                release, swapKey.isEmpty() ? "off" : "on",
                swapKey.isEmpty() ? "null" : "\"" + swapKey + "\"", pid, started());
    return json(server.agent("/agent/v1/hello", hello)).path("session").asString();
  }

  private long started() {
    return pid * 1000;
  }

  private void run() {
    try {
      while (!stopped) {
        status();
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says how it is, and does what it is told. */
  private synchronized void status() {
    if (stopped) {
      return;
    }
    JsonNode answer =
        json(
            server.agent(
                "/agent/v1/status",
                Json.write(Map.of("session", session, "swaps", List.copyOf(swaps.values())))));
    told = answer.path("paused").asBoolean();
    answer.path("orders").forEach(order -> obey(order.asString()));
  }

  private void obey(String signed) {
    StrictOrder order = StrictOrder.read(signed, SwapKey.of(server.home).publicText());
    if (order.pid() != pid || order.started() != started() || order.counter() <= accepted
        || order.expires() < System.currentTimeMillis()) {
      throw new AssertionError("Not for this process, or not now: " + order);
    }
    accepted = order.counter();
    orders.add(order);
    String why = refusal;
    if (why == null) {
      switch (order.kind()) {
        case "swap" -> swap(order);
        case "rollback" -> stand(order.id(), Swaps.State.ROLLED_BACK, "ordered by " + order.by());
        default -> {} // a tap changes nothing here
      }
    }
    if (!losesResultOf.equals(order.kind())) {
      answer(order, why);
    }
  }

  private void swap(StrictOrder order) {
    String wanted =
        "com.example.shop.Cart " + Sha256.hex(RUNNING) + " "
            + Base64.getEncoder().encodeToString(new byte[] {7});
    if (!order.classes().equals(List.of(wanted))) {
      throw new AssertionError("Not the class that runs here: " + order.classes());
    }
    stand(order.id(), Swaps.State.PROVISIONAL, null);
  }

  /** Brings a swap into a state, as the agent's own watch does. */
  public synchronized void stand(String id, Swaps.State state, @Nullable String reason) {
    swaps.put(
        id,
        Json.MAPPER.readTree(
            """
            {"id":"%s","state":"%s","reason":%s,"by":"Ann","classes":["com.example.shop.Cart"],
             "methods":["com.example.shop.Cart#total()I"],"sinceUnixMs":%d,"untilUnixMs":0,
             "watch":{"calls":3,"thrown":0,"requests":3,"failed":0}}"""
                .formatted(
                    id, state.text(), reason == null ? "null" : "\"" + reason + "\"", SINCE)));
  }

  private void answer(StrictOrder order, @Nullable String why) {
    String classes =
        order.kind().equals("tap") && why == null
            ? String.join(",", order.classes().stream().map(FakeAgent::tapped).toList())
            : "";
    server.agent(
        "/agent/v1/order",
        """
        {"session":"%s","counter":%d,"id":"%s","kind":"%s","ok":%b,"reason":%s,"classes":[%s]}"""
            .formatted(
                session, order.counter(), order.id(), order.kind(), why == null,
                why == null ? "null" : "\"" + why + "\"", classes));
  }

  private static String tapped(String name) {
    return String.format(
        Locale.ROOT,
        "{\"name\":\"%s\",\"running\":\"%s\",\"base\":\"%s\",\"disk\":null}", name,
        Sha256.hex(RUNNING), Base64.getEncoder().encodeToString(RUNNING));
  }

  /** The kinds of the orders it got. */
  public List<String> kinds() {
    return orders.stream().map(StrictOrder::kind).toList();
  }

  @Override
  public void close() {
    synchronized (this) {
      stopped = true;
    }
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
