package nexa.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import workload.Shop;

/**
 * A class of the running shop changed by signed orders, as the daemon does it: a good patch, taken
 * back by an order; then one that throws, which the agent has to take back by itself. Each time is
 * from the trigger to the first answer of the original.
 */
final class RollbackCost {

  private static final String ORIGINAL = "{\"sum\":41}";
  private static final String FAILED = "failed";
  private static final String PATCHED = "{\"sum\":42}";
  private static final Duration BASELINE = Duration.ofSeconds(5);
  private static final Duration BETWEEN_SWAPS = Duration.ofSeconds(31);
  private static final Duration WAIT = Duration.ofSeconds(30);

  private final AgentJars jars;
  private final List<Jdk> jdks;

  RollbackCost(AgentJars jars, List<Jdk> jdks) {
    this.jars = jars;
    this.jdks = jdks;
  }

  /** Measures; the table. */
  String measure() throws IOException, InterruptedException, GeneralSecurityException {
    StringBuilder table =
        new StringBuilder("\n## Changed and taken back by order\n\n"
            + "| JDK | order to patched, ms | order to rolled back, ms |"
            + " first failure to rolled back, ms | requests before | failed |"
            + " requests with the failing patch | failed |\n|---|---|---|---|---|---|---|---|\n");
    for (Jdk jdk : jdks) {
      table.append(measure(jdk));
    }
    return table.toString();
  }

  private String measure(Jdk jdk)
      throws IOException, InterruptedException, GeneralSecurityException {
    SignedOrders orders = new SignedOrders();
    try (SinkDaemon daemon = new SinkDaemon()) {
      List<String> flags = new ArrayList<>(Variant.NEXA.flags(jars, daemon.port()));
      flags.set(0, flags.get(0) + ",swapkey=" + orders.publicKey());
      try (WatchedProcess shop =
          WatchedProcess.start(jdk, flags, WatchedShop.classPath(), Shop.class)) {
        int port = Integer.parseInt(shop.said("port"));
        return new Swapping(daemon, orders, port).row(jdk);
      }
    }
  }

  /** One shop whose class is changed while it answers. */
  private static final class Swapping {
    private final SinkDaemon daemon;
    private final SignedOrders orders;
    private final Load load;
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest request;

    Swapping(SinkDaemon daemon, SignedOrders orders, int port) {
      this.daemon = daemon;
      this.orders = orders;
      this.load = new Load(port, 2);
      this.request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/sum")).build();
    }

    String row(Jdk jdk) throws IOException, InterruptedException, GeneralSecurityException {
      double patched;
      double back;
      Load.Answers good;
      try (Loading loading = new Loading(load, "/sum")) {
        long handed = swap(Patches.ONE_MORE);
        patched = msUntil(PATCHED, handed);
        daemon.result();
        back = msUntil(ORIGINAL, daemon.hand(orders.rollback(daemon.jvm())));
        daemon.result();
        good = loading.end();
      }
      TimeUnit.MILLISECONDS.sleep(BETWEEN_SWAPS.toMillis());
      try (Loading loading = new Loading(load, "/sum")) {
        swap(Patches.FAILING);
        long failed = answered(FAILED);
        double undone = msUntil(ORIGINAL, failed);
        Load.Answers bad = loading.end();
        return String.format(
            Locale.ROOT, "| %s | %.0f | %.0f | %.0f | %d | %d | %d | %d |\n", jdk.version(),
            patched, back, undone, good.count(), good.failed() + good.unanswered(), bad.count(),
            bad.failed() + bad.unanswered());
      }
    }

    /** Taps the class, watches it for a while and orders the change; when the order was taken. */
    private long swap(Patches patch)
        throws IOException, InterruptedException, GeneralSecurityException {
      daemon.hand(orders.tap(daemon.jvm()));
      JsonNode tapped = daemon.result().path("classes").path(0);
      TimeUnit.MILLISECONDS.sleep(BASELINE.toMillis());
      byte[] base = Base64.getDecoder().decode(tapped.path("base").asString());
      String running = tapped.path("running").asString();
      return daemon.hand(orders.swap(daemon.jvm(), running, patch.patched(base)));
    }

    private double msUntil(String answer, long since) throws IOException, InterruptedException {
      return (answered(answer) - since) / 1e6;
    }

    /** When the shop first answers so. */
    private long answered(String answer) throws IOException, InterruptedException {
      long deadline = System.nanoTime() + WAIT.toNanos();
      while (System.nanoTime() < deadline) {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        String found = response.statusCode() == 200 ? response.body() : FAILED;
        if (found.equals(answer)) {
          return System.nanoTime();
        }
      }
      throw new IOException("Never answered " + answer + ", status: " + daemon.status());
    }
  }
}
