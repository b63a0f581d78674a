package nexa.javaagent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import nexa.javaagent.ship.Counters;
import org.junit.jupiter.api.Test;
import watched.Shop;

/** Crashes of a sample shop, armed in an instrumentation that only notes what is woven. */
final class ArmoryTest {

  private static final AppCode APP = new AppCode(List.of("watched"));
  private static final String SHOP = Shop.class.getName();

  private final List<Class<?>> loaded = new ArrayList<>(List.of(Shop.class));
  private final FakeInstrumentation jvm =
      new FakeInstrumentation(() -> loaded.toArray(new Class<?>[0]));

  @Test
  void crash_isArmedUntilItHasThreeSnapshots() {
    Armory armory = armory(List.of());
    Crash crash = crash(ArmoryTest::order);
    armory.seen(crash);
    assertThat(armory.armed()).containsExactly(SHOP + "#order", SHOP + "#total");
    assertThat(jvm.woven()).containsExactly(SHOP);
    for (int i = 0; i < 3; i++) {
      assertThat(armory.snapshot(crash, capture(armory, "total", "order"))).isTrue();
    }
    assertThat(armory.snapshot(crash, capture(armory, "total", "order"))).isFalse();
    assertThat(armory.armed()).isEmpty();
    assertThat(jvm.woven()).isEmpty();
    assertThat(jvm.batches()).containsExactly(1, 1);
  }

  @Test
  void longArmedCrash_isDisarmed() {
    Armory armory = armory(List.of(), Duration.ofNanos(1));
    armory.seen(crash(ArmoryTest::order));
    armory.expire();
    assertThat(armory.armed()).isEmpty();
    assertThat(jvm.woven()).isEmpty();
  }

  @Test
  void snapshotOfSharedMethodsOnly_isNotTaken() {
    Armory armory = armory(List.of());
    armory.seen(crash(ArmoryTest::order));
    Crash checkout = crash(ArmoryTest::checkout);
    Capture before = capture(armory, "total", "order");
    armory.seen(checkout);
    assertThat(armory.snapshot(checkout, before)).isFalse();
    assertThat(armory.snapshot(checkout, capture(armory, "total", "order", "checkout"))).isTrue();
  }

  @Test
  void methodOfTwoCrashes_staysArmedForTheOther() {
    Armory armory = armory(List.of());
    Crash order = crash(ArmoryTest::order);
    armory.seen(order);
    armory.seen(crash(ArmoryTest::checkout));
    for (int i = 0; i < 3; i++) {
      armory.snapshot(order, capture(armory, "total", "order"));
    }
    assertThat(armory.armed())
        .containsExactly(SHOP + "#checkout", SHOP + "#order", SHOP + "#total");
  }

  @Test
  void crashArmedForever_usesUpNoNumbers() {
    Armory armory = armory(List.of(), Duration.ofNanos(1));
    Crash crash = crash(ArmoryTest::order);
    for (int i = 0; i < 3000; i++) {
      armory.seen(crash);
      assertThat(armory.armed()).hasSize(2);
      armory.expire();
    }
    assertThat(armory.probe(2)).isNull();
  }

  @Test
  void errorOfTheMachine_armsNothing() {
    Armory armory = armory(List.of());
    StackOverflowError overflow = new StackOverflowError();
    overflow.setStackTrace(new StackTraceElement[] {new StackTraceElement(SHOP, "total", "", 1)});
    armory.seen(Crash.of(new IllegalStateException(overflow), APP));
    assertThat(armory.armed()).isEmpty();
  }

  @Test
  void switchedOff_disarmsAllAndArmsNothing() {
    Armory armory = armory(List.of("watched"));
    assertThat(loads(armory, Shop.class)).isTrue();
    armory.seen(crash(ArmoryTest::order));
    armory.off(true);
    assertThat(jvm.woven()).isEmpty();
    assertThat(armory.armed()).isEmpty();
    armory.seen(crash(ArmoryTest::checkout));
    assertThat(armory.armed()).isEmpty();
    assertThat(loads(armory, Shop.class)).isFalse();

    armory.off(false);
    assertThat(jvm.woven()).containsExactly(SHOP);
  }

  @Test
  void classOfFirstPackage_isArmedAsItLoadsAndGivenBack() {
    Armory armory = armory(List.of("watched"));
    assertThat(loads(armory, Shop.class)).isTrue();
    assertThat(loads(armory, List.class)).isFalse();
    Crash crash = crash(ArmoryTest::order);
    Capture first = capture(armory, "total", "order");
    armory.seen(crash);
    assertThat(armory.snapshot(crash, first)).isTrue();
    for (int i = 0; i < 2; i++) {
      armory.snapshot(crash, capture(armory, "total", "order"));
    }
    armory.expire();
    assertThat(jvm.woven()).containsExactly(SHOP);
    for (String method : List.of("checkout", "lambda$parser$0", "toString", "parser", "broken")) {
      for (int i = 0; i < 3; i++) {
        capture(armory, method);
      }
    }
    for (int i = 0; i < 3; i++) {
      capture(armory, "<init>");
    }
    armory.expire();
    assertThat(jvm.woven()).isEmpty();
  }

  @Test
  void armedClass_isUnloadedWithItsLoader() throws Exception {
    Armory armory = armory(List.of());
    WeakReference<ClassLoader> loader = armInLoader(armory);
    assertThat(armory.armed()).hasSize(2);
    loaded.clear();
    for (int i = 0; i < 200 && loader.get() != null; i++) {
      System.gc();
    }
    assertThat(loader.get()).isNull();
    armory.expire();
    assertThat(armory.armed()).isEmpty();
  }

  private WeakReference<ClassLoader> armInLoader(Armory armory) throws Exception {
    URL classes = Shop.class.getProtectionDomain().getCodeSource().getLocation();
    URLClassLoader loader = new URLClassLoader(new URL[] {classes}, null);
    loaded.clear();
    loaded.add(loader.loadClass(SHOP));
    armory.seen(crash(ArmoryTest::order));
    return new WeakReference<>(loader);
  }

  private Armory armory(List<String> first) {
    return armory(first, Duration.ofMinutes(10));
  }

  private Armory armory(List<String> first, Duration armedMax) {
    Armory armory =
        new Armory(
            new Redefinitions(jvm.instrumentation(), System.currentTimeMillis()), new Counters(),
            List.of(), first, armedMax.toNanos());
    jvm.weaveBy(armory);
    return armory;
  }

  /** Whether a class would be woven as it loads. */
  private static boolean loads(Armory armory, Class<?> type) {
    String name = type.getName().replace('.', '/');
    try (var in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
      return armory.weave(null, name, in.readAllBytes()) != null;
    } catch (IOException e) {
      throw new IllegalStateException("No class file of " + type, e);
    }
  }

  /** What is captured as an exception leaves the shop's methods, the innermost first. */
  private Capture capture(Armory armory, String... methods) {
    Captures captures =
        new Captures(
            armory, CaptureRules.service(new Redactor(List.of()), jvm.instrumentation()));
    Throwable thrown = new NullPointerException();
    for (String method : methods) {
      captures.leaving(number(armory, method), null, new Object[0], thrown);
    }
    Capture capture = captures.of(thrown);
    return capture == null
        ? new Capture(CaptureRules.service(new Redactor(List.of()), null), false, 0)
        : capture;
  }

  private static int number(Armory armory, String method) {
    for (int number = 0; number < Probes.MAX; number++) {
      Probe probe = armory.probe(number);
      if (probe != null && probe.method.equals(method)) {
        return number;
      }
    }
    throw new AssertionError("Not armed: " + method);
  }

  private static Object order() {
    return Shop.order(Shop.broken(), 40, 1);
  }

  private static Object checkout() {
    return Shop.broken().checkout(1);
  }

  private static Crash crash(Callable<Object> failing) {
    try {
      throw new AssertionError("Did not fail: " + failing.call());
    } catch (Exception e) {
      return Crash.of(e, APP);
    }
  }
}
