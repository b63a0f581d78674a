package nexa.javaagent.swap;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import nexa.javaagent.AgentOptions;
import nexa.javaagent.OrderDesk;
import nexa.javaagent.ThisJvm;
import nexa.javaagent.capture.AppCode;
import nexa.javaagent.capture.Armory;
import nexa.javaagent.capture.CaptureRules;
import nexa.javaagent.capture.Captures;
import nexa.javaagent.capture.Redactor;
import nexa.javaagent.capture.Redefinitions;
import nexa.javaagent.guard.KillSwitch;
import nexa.javaagent.guard.Overhead;
import nexa.javaagent.hook.BootSpy;
import nexa.javaagent.hook.Equipment;
import nexa.javaagent.hook.HookTransformer;
import nexa.javaagent.hook.SpySink;
import nexa.javaagent.ship.Counters;
import nexa.javaagent.ship.EventQueue;
import nexa.javaagent.ship.OrderResults;
import org.jspecify.annotations.Nullable;
import watched.Pricing;

/** Swaps a class back and forth while it is called, and then lets the daemon fall silent. */
public final class SwapUnderLoad {

  private static final String CART = "shop.Cart";
  private static final String PRICE = "price(I)I";
  private static final int ROUNDS = 25;
  private static final long CALLS = 5_000_000;

  private static @Nullable Instrumentation given;

  private final Counters counters = new Counters();
  private final Instrumentation instrumentation;
  private final Redefinitions redefinitions;
  private final Watches watches = new Watches();
  private final Ledger ledger = new Ledger();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final byte[] patch = compiled(2);
  private volatile boolean done;

  private SwapUnderLoad(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
    this.redefinitions = new Redefinitions(instrumentation, System.currentTimeMillis());
  }

  public static void premain(String arguments, Instrumentation instrumentation) {
    given = instrumentation;
  }

  public static void main(String[] arguments) throws Exception {
    Instrumentation instrumentation = Objects.requireNonNull(given);
    BootSpy.define(instrumentation);
    new SwapUnderLoad(instrumentation).run(arguments[0]);
  }

  private void run(String silence) throws Exception {
    Armory armory = new Armory(redefinitions, counters, List.of(), List.of());
    Captures captures =
        new Captures(armory, CaptureRules.service(new Redactor(List.of()), instrumentation));
    Equipment equipment = new Equipment();
    equipment.complete(armory, captures, watches);
    Object sink = new SpySink(new EventQueue(counters), equipment, counters);
    Class.forName("java.lang.NexaSpy").getField("sink").set(null, sink);
    instrumentation.addTransformer(new HookTransformer(equipment, false, false), true);
    Pricing cart =
        (Pricing) Class.forName(CART).getDeclaredConstructor().newInstance();
    if (silence.equals("silence")) {
      fallSilent(cart);
    } else {
      backAndForth(cart);
    }
    System.exit(0);
  }

  private void backAndForth(Pricing cart) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/", exchange -> {
          int status = isRight(cart.price(7), 7) ? 200 : 500;
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    List<Thread> threads =
        List.of(
            new Thread(() -> call(cart)), new Thread(() -> call(cart)),
            new Thread(() -> request(server.getAddress().getPort())));
    threads.forEach(Thread::start);
    Swapper swapper =
        new Swapper(
            redefinitions, watches, new AppCode(List.of("shop")), ledger,
            new Patience(0, 0, Long.MAX_VALUE, Long.MAX_VALUE));
    List<Long> taps = new ArrayList<>();
    List<Long> swaps = new ArrayList<>();
    List<Long> rollbacks = new ArrayList<>();
    for (int i = 0; i < ROUNDS || calls.get() < 2 * CALLS; i++) {
      Order tap = order("tap", i, List.of("class " + CART));
      long began = System.nanoTime();
      List<Original> originals = swapper.tap(tap);
      taps.add(System.nanoTime() - began);
      Order swap = order("swap", i, swapOf(originals.get(0).running));
      began = System.nanoTime();
      swapper.swap(swap);
      swaps.add(System.nanoTime() - began);
      LockSupport.parkNanos(20_000_000);
      began = System.nanoTime();
      swapper.rollBack(Objects.requireNonNull(ledger.active("F-" + i)), "next");
      rollbacks.add(System.nanoTime() - began);
    }
    done = true;
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("tap ms " + spread(taps));
    System.out.println("swap ms " + spread(swaps));
    System.out.println("rollback ms " + spread(rollbacks));
    System.out.println("calls " + calls + " wrong " + wrong);
    System.out.println("requests " + requests + " failed " + failed);
  }

  private void fallSilent(Pricing cart) throws Exception {
    KeyPair keys = OrderDesk.newKeys();
    OrderDesk desk = OrderDesk.forProcess(keys, "shop", 1, 1);
    AgentOptions options =
        AgentOptions.parse(
            "service=shop,inapp=shop,swapkey=" + OrderDesk.option(keys), Map.of());
    Patience patience = new Patience(0, 0, 2_000_000_000L, 10_000_000_000L);
    OrderResults results = new OrderResults(counters);
    Swaps swaps =
        new Swaps(
            keys.getPublic().getEncoded(), options, new ThisJvm(1, 1), redefinitions, watches,
            results, counters, new Overhead(counters),
            new KillSwitch(new File("none"), new File("none"), 1), patience);
    byte[] base = Objects.requireNonNull(redefinitions.disk(cart.getClass()));
    swaps.heard(
        List.of(desk.swap("F-1", CART, Tap.sha256(base), patch, 0, PRICE)));
    long heard = System.nanoTime();
    while (cart.price(7) != 72) {
      LockSupport.parkNanos(5_000_000);
    }
    System.out.println("swapped");
    while (cart.price(7) != 71) {
      LockSupport.parkNanos(5_000_000);
    }
    System.out.println("silent ms " + (System.nanoTime() - heard) / 1_000_000);
    StringBuilder status = new StringBuilder("{");
    for (int i = 0; i < 200 && status.indexOf("rolled-back") < 0; i++) {
      LockSupport.parkNanos(5_000_000);
      status.setLength(1);
      swaps.write(status);
    }
    System.out.println("status " + status);
  }

  private void call(Pricing cart) {
    long count = 0;
    while (!done || count < CALLS) {
      int quantity = (int) (count % 1000);
      if (!isRight(cart.price(quantity), quantity)) {
        wrong.incrementAndGet();
      }
      count++;
      if (count % 1000 == 0) {
        calls.addAndGet(1000);
      }
    }
  }

  private void request(int port) {
    while (!done) {
      requests.incrementAndGet();
      try {
        HttpURLConnection connection =
            (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/").toURL()
                .openConnection();
        if (connection.getResponseCode() != 200) {
          failed.incrementAndGet();
        }
      } catch (IOException e) {
        failed.incrementAndGet();
      }
    }
  }

  /** The patch adds 2, the original 1, and nothing else is right. */
  private static boolean isRight(int price, int quantity) {
    return price == quantity * 10 + 1 || price == quantity * 10 + 2;
  }

  private List<String> swapOf(String running) {
    return List.of(
        "provisional 600", "until 0",
        "class " + CART + " " + running + " "
            + Base64.getEncoder().encodeToString(patch));
  }

  private static Order order(String kind, int number, List<String> lines) throws Exception {
    List<String> body = new ArrayList<>(lines);
    body.add("method " + CART + " " + PRICE);
    String text =
        OrderDesk.forProcess(OrderDesk.newKeys(), "shop", 1, 1)
            .text(kind, "F-" + number, 1, body);
    return Order.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  public static byte[] original() {
    return compiled(1);
  }

  private static byte[] compiled(int more) {
    String source =
        "package shop; public class Cart implements watched.Pricing {"
            + " public int price(int quantity) {"
            + " int price = 0; for (int i = 0; i < 10; i++) price += quantity;"
            + " return price + " + more + "; } }";
    return Objects.requireNonNull(Sources.compile(CART, source, 17).get(CART));
  }

  private static String spread(List<Long> nanos) {
    Collections.sort(nanos);
    return nanos.get(0) / 1_000_000 + " / " + nanos.get(nanos.size() / 2) / 1_000_000 + " / "
        + nanos.get(nanos.size() - 1) / 1_000_000 + " (min / median / max of " + nanos.size() + ")";
  }
}
