package nexa.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One round of the watched service in several variants, from its start over its warm path to its
 * failures. All of them run at the same time and are loaded in turn, a slice each, so that what
 * else goes on on the machine meets all alike.
 */
final class ShopRun {

  private static final int FAILURES = 8_000;
  private static final double SLICE_SECONDS = 0.25;
  private static final double STEADY_PER_SECOND = 1_000;
  private static final double REPORTED_PER_SECOND = 16;
  private static final double ARMED_PER_SECOND = 8;

  private final AgentJars jars;
  private final Plan plan;

  ShopRun(AgentJars jars, Plan plan) {
    this.jars = jars;
    this.plan = plan;
  }

  /** Measures variants in one round; they start in the order given. */
  Map<Variant, Map<Measure, Double>> round(Jdk jdk, List<Variant> order)
      throws IOException, InterruptedException {
    List<WatchedShop> shops = new ArrayList<>();
    try {
      for (Variant variant : order) {
        WatchedShop shop = WatchedShop.start(jdk, variant, jars);
        shops.add(shop);
        if (plan.whole()) {
          shop.sample().put(Measure.PREMAIN, WatchedShop.premainMs(jdk, variant, jars));
        }
      }
      well(shops);
      if (plan.whole()) {
        failing(shops);
      }
      Map<Variant, Map<Measure, Double>> samples = new EnumMap<>(Variant.class);
      shops.forEach(shop -> samples.put(shop.variant(), shop.sample()));
      return samples;
    } finally {
      for (WatchedShop shop : shops) {
        shop.close();
      }
    }
  }

  private void well(List<WatchedShop> shops) throws IOException, InterruptedException {
    for (WatchedShop shop : shops) {
      shop.requests("/ok", plan.warm());
    }
    inTurn(shops, "/ok")
        .forEach(
            (shop, cost) -> {
              shop.sample().put(Measure.OK_APP_CPU, cost.applicationMicros());
              shop.sample().put(Measure.OK_CPU, cost.processMicros());
              shop.sample().put(Measure.OK_RATE, cost.perSecond());
            });
    for (WatchedShop shop : shops) {
      if (plan.whole()) {
        Load.Answers steady = shop.paced("/ok", plan.seconds(), STEADY_PER_SECOND).last();
        shop.sample().put(Measure.OK_P50, steady.quantileMs(0.5));
        shop.sample().put(Measure.OK_P99, steady.quantileMs(0.99));
      }
      shop.measureHooks();
      shop.measureMemory();
    }
  }

  private void failing(List<WatchedShop> shops) throws IOException, InterruptedException {
    for (WatchedShop shop : shops) {
      shop.requests("/fail", FAILURES);
    }
    inTurn(shops, "/fail")
        .forEach(
            (shop, cost) -> {
              shop.sample().put(Measure.FAIL_APP_CPU, cost.applicationMicros());
              shop.sample().put(Measure.FAIL_CPU, cost.processMicros());
            });
    atOnce(
        shops,
        shop -> {
          long before = shop.events();
          double hooks = shop.hookMicros();
          WatchedShop.Cost cost = shop.paced("/fail", 2 * plan.seconds(), REPORTED_PER_SECOND);
          shop.sample().put(Measure.REPORTED_APP_CPU, cost.applicationMicros());
          shop.sample().put(Measure.REPORTED_HOOKS, (shop.hookMicros() - hooks) / cost.count());
          shop.sample()
              .put(Measure.REPORTED_SHARE, 100.0 * (shop.events() - before) / cost.count());
        });
    atOnce(
        shops,
        shop -> {
          WatchedShop.Cost cost = shop.paced("/fail", 2 * plan.seconds(), ARMED_PER_SECOND);
          shop.sample().put(Measure.ARMED_APP_CPU, cost.applicationMicros());
        });
    shops.forEach(WatchedShop::measureEvents);
  }

  /** Loads one after the other for a slice, again and again, each time in the opposite order. */
  private Map<WatchedShop, WatchedShop.Cost> inTurn(List<WatchedShop> shops, String path)
      throws IOException, InterruptedException {
    Map<WatchedShop, WatchedShop.Cost> costs = new HashMap<>();
    List<WatchedShop> order = new ArrayList<>(shops);
    for (double done = 0; done < plan.seconds(); done += SLICE_SECONDS) {
      for (WatchedShop shop : order) {
        costs.merge(shop, shop.closed(path, SLICE_SECONDS), WatchedShop.Cost::and);
      }
      Collections.reverse(order);
    }
    return costs;
  }

  /** Loads all at the same time, so seldom that they are not in each other's way. */
  private static void atOnce(List<WatchedShop> shops, Part part)
      throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(shops.size());
    try {
      List<Future<?>> pending = new ArrayList<>();
      for (WatchedShop shop : shops) {
        pending.add(
            threads.submit(
                () -> {
                  part.measure(shop);
                  return shop;
                }));
      }
      for (Future<?> each : pending) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("A shop broke down while it failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /** A part of the run of one of them. */
  private interface Part {
    void measure(WatchedShop shop) throws IOException, InterruptedException;
  }
}
