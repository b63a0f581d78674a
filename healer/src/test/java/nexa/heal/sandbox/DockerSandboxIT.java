package nexa.heal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nexa.heal.sandbox.Sandbox.Session;
import nexa.heal.sandbox.Sandbox.TestRun;
import nexa.heal.sandbox.Sandbox.Tests;
import nexa.patch.TestOutcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Docker sandbox on this host's engine, and what hostile tests get out of it. */
@Timeout(180)
final class DockerSandboxIT extends SandboxContract {

  private static final String HOME = "it-" + UUID.randomUUID();
  private static final DockerSandbox SANDBOX = new DockerSandbox(settings(HOME));

  static SandboxSettings settings(String home) {
    return new SandboxSettings(home, null, Duration.ofSeconds(10), Duration.ofMinutes(5));
  }

  @Override
  Sandbox sandbox() {
    return SANDBOX;
  }

  @AfterAll
  static void nothingIsLeft() {
    assertThat(Containers.of(HOME)).isEmpty();
    SANDBOX.close();
  }

  @Test
  void identity_namesImageAndProfile() {
    assertThat(SANDBOX.identity()).contains("image sha256:", "profile sha256:");
  }

  @Test
  void testThatDoesNotEnd_isGivenUpBeforeTheRunIs() {
    try (Session session = SANDBOX.open(TinyProject.with(Map.of()))) {
      TestRun run =
          session.run(
              attack("Thread.sleep(100_000);"), Tests.of(List.of("shop.AttackTest")),
              Duration.ofSeconds(10), Duration.ofSeconds(1));
      assertThat(run)
          .isInstanceOfSatisfying(
              TestRun.Broken.class,
              broken -> assertThat(broken.reason()).contains("no test ended for 1 s"));
    }
  }

  @Test
  void largeSuite_runsInPartsAndAllOfIt() {
    Map<String, String> tests = new HashMap<>();
    for (int i = 0; i < DockerSandbox.LARGE_SUITE; i++) {
      tests.put(
          "src/test/java/shop/N" + i + "Test.java",
          "package shop; class N" + i + "Test { @org.junit.jupiter.api.Test void is() {"
              + (i == 7 ? " throw new AssertionError();" : "") + " } }");
    }
    try (Session session = SANDBOX.open(TinyProject.with(tests))) {
      List<TestOutcome> outcomes = ran(session.run(Map.of(), List.of()));
      assertThat(outcomes).extracting(TestOutcome::testId).doesNotHaveDuplicates()
          .hasSize(DockerSandbox.LARGE_SUITE + 4);
      assertThat(outcomes).filteredOn(it -> it.status() == TestOutcome.Status.FAILED)
          .extracting(TestOutcome::testId).containsExactly("shop.N7Test#is");
      assertThat(session.run(attack("System.exit(0);"), List.of()))
          .isInstanceOf(TestRun.Broken.class);
    }
  }

  /**
   * Each attack is the body of a test; the run is broken for this reason, if there is only one, and the
   * next run is well.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      textBlock = """
          exit     ~ System.exit(0);                                                    ~ ended before its tests
          halt     ~ Runtime.getRuntime().halt(0);                                      ~ ended before its tests
          loop     ~ while (true) Thread.onSpinWait();                                  ~ longer than 10 s
          printing ~ while (true) System.out.println("x".repeat(9000));                 ~ longer than 10 s
          raw      ~ var o = new java.io.FileOutputStream(java.io.FileDescriptor.out); while (true) o.write(new byte[9000]); ~ no event
          forged   ~ var o = new java.io.FileOutputStream(java.io.FileDescriptor.out); o.write("ok=999 fail=0".getBytes()); Runtime.getRuntime().halt(0); ~ no event
          process1 ~ var o = new java.io.FileOutputStream("/proc/1/fd/1"); o.write(new byte[100]); ~ something other than the runner
          forkbomb ~ while (true) { try { new ProcessBuilder("/bin/sleep", "100").start(); } catch (java.io.IOException e) { } } ~ longer than 10 s
          shells   ~ new ProcessBuilder("/bin/bash", "-c", "f(){ f|f& }; f").start(); Thread.sleep(100_000); ~ ''
          """)
  void attack_breaksItsRunOnly(String name, String body, String reason) {
    try (Session session = SANDBOX.open(TinyProject.with(Map.of()))) {
      TestRun run = session.run(attack(body), List.of("shop.AttackTest"));
      assertThat(run)
          .isInstanceOfSatisfying(
              TestRun.Broken.class, broken -> assertThat(broken.reason()).contains(reason));
      assertThat(ran(session.run(Map.of(), List.of("shop.CartTest#adds")))).hasSize(1);
    }
  }

  /** Each attack is the body of a test that passes when the wall stands. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      textBlock = """
          heap     ~ try { var l = new java.util.ArrayList<byte[]>(); while (true) l.add(new byte[1 << 20]); } catch (OutOfMemoryError e) { return; }
          disk     ~ try (var o = new java.io.FileOutputStream("big")) { while (true) o.write(new byte[1 << 20]); } catch (java.io.IOException e) { return; }
          inodes   ~ try { for (int i = 0; ; i++) new java.io.FileOutputStream("f" + i).close(); } catch (java.io.IOException e) { return; }
          network  ~ try (var s = new java.net.Socket()) { s.connect(new java.net.InetSocketAddress("1.1.1.1", 80), 2000); } catch (java.io.IOException e) { return; } throw new AssertionError();
          metadata ~ try (var s = new java.net.Socket()) { s.connect(new java.net.InetSocketAddress("169.254.169.254", 80), 2000); } catch (java.io.IOException e) { return; } throw new AssertionError();
          etc      ~ try { java.nio.file.Files.writeString(java.nio.file.Path.of("/etc/hosts"), "x"); } catch (java.io.IOException e) { return; } throw new AssertionError();
          usr      ~ try { java.nio.file.Files.writeString(java.nio.file.Path.of("/usr/x"), "x"); } catch (java.io.IOException e) { return; } throw new AssertionError();
          root     ~ try { java.nio.file.Files.writeString(java.nio.file.Path.of("/x"), "x"); } catch (java.io.IOException e) { return; } throw new AssertionError();
          shadow   ~ if (new java.io.File("/etc/shadow").exists() || new java.io.File("/root").exists() || new java.io.File("/home").exists()) throw new AssertionError();
          git      ~ if (new java.io.File(".git").exists()) throw new AssertionError();
          socket   ~ if (new java.io.File("/var/run/docker.sock").exists() || new java.io.File("/run/docker.sock").exists()) throw new AssertionError();
          threads  ~ for (int i = 0; i < 60; i++) new Thread(() -> { while (true) try { Thread.sleep(100_000); } catch (InterruptedException e) { } }).start();
          kill1    ~ new ProcessBuilder("/bin/sh", "-c", "kill -9 1; kill -TERM 1; kill -INT 1").start().waitFor();
          """)
  void attack_getsNowhere(String name, String body) {
    try (Session session = SANDBOX.open(TinyProject.with(Map.of()))) {
      List<TestOutcome> outcomes =
          ran(session.run(attack(body), List.of("shop.AttackTest")));
      assertThat(outcomes)
          .containsExactly(
              new TestOutcome("shop.AttackTest#attacks", TestOutcome.Status.PASSED, null));
    }
  }

  @Test
  void poisonedClasses_areNotSeenByTheNextRun() {
    String poison =
        "for (var p : java.nio.file.Files.walk(java.nio.file.Path.of(\"/work\")).filter("
            + "p -> p.toString().endsWith(\".class\")).toList()) { try {"
            + " java.nio.file.Files.write(p, new byte[0]); } catch (java.io.IOException e) { } }";
    try (Session session = SANDBOX.open(TinyProject.with(Map.of()))) {
      session.run(attack(poison), List.of("shop.AttackTest"));
      assertThat(ran(session.run(Map.of(), List.of("shop.CartTest#adds")))).hasSize(1);
    }
  }

  @Test
  void trial_tellsWhatEachMethodReturnedOrThrew() {
    String source =
        """
        package shop;
        class LookTest {
          int sum() { return new Cart().total(2, 3); }
          Object[] all() { return new Object[] {"a", new int[] {1, 2}, java.util.List.of('c')}; }
          void crashes() { new Cart().total(null, 2); }
        }
        """;
    try (Session session = SANDBOX.open(TinyProject.with(Map.of()))) {
      Sandbox.Trial trial = look(session, source, List.of("sum", "all", "crashes"));

      assertThat(trial.kind()).isEqualTo(Sandbox.Trial.Kind.WHOLE);
      assertThat(trial.looks().subList(0, 2))
          .containsExactly(
              new Sandbox.Look("sum", true, "Integer 6"),
              new Sandbox.Look(
                  "all", true,
                  "Object[3: \"a\", int[2: Integer 1, Integer 2], elements 1 {\"c\"; }]"));
      assertThat(trial.looks().get(2).returned()).isFalse();
      assertThat(trial.looks().get(2).text()).startsWith("java.lang.NullPointerException");
    }
  }

  /** Each is the body of a method that is called after a good one; the look after that is well. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      textBlock = """
          exit   ~ System.exit(0);                                                   ~ ended before its calls
          loop   ~ while (true) Thread.onSpinWait();                                 ~ longer than 3 s
          raw    ~ var o = new java.io.FileOutputStream(java.io.FileDescriptor.out); o.write(new byte[9000]); ~ no event
          shells ~ new ProcessBuilder("/bin/bash", "-c", "sleep 100 & sleep 100").start(); while (true) Thread.onSpinWait(); ~ longer than 3 s
          poison ~ for (var p : java.nio.file.Files.walk(java.nio.file.Path.of("/work/look")).toList()) { try { java.nio.file.Files.delete(p); } catch (java.io.IOException e) { } } System.exit(0); ~ ended before its calls
          """)
  void attack_breaksItsLookOnly(String name, String body, String reason) {
    String source =
        "package shop;\nclass LookTest { int good() { return 1; } void attacks() throws Exception {"
            + body + "} }";
    try (Session session = SANDBOX.open(TinyProject.with(Map.of()))) {
      Sandbox.Trial trial = look(session, source, List.of("good", "attacks"));

      assertThat(trial.kind()).isEqualTo(Sandbox.Trial.Kind.BROKEN);
      assertThat(trial.looks()).containsExactly(new Sandbox.Look("good", true, "Integer 1"));
      assertThat(trial.reason()).contains(reason);
      assertThat(ran(session.run(Map.of(), List.of("shop.CartTest#adds")))).hasSize(1);
      assertThat(look(session, source, List.of("good")).kind())
          .isEqualTo(Sandbox.Trial.Kind.WHOLE);
    }
  }

  private static Sandbox.Trial look(Session session, String source, List<String> methods) {
    return session.trial(
        Map.of("src/test/java/shop/LookTest.java", source), "shop.LookTest", methods,
        Duration.ofSeconds(3));
  }

  /** Whenever the thread that opens a session is interrupted, no container stays. */
  @Test
  void interruptWhileItOpens_leavesNoContainer() throws Exception {
    String home = "it-" + UUID.randomUUID();
    try (DockerSandbox sandbox = new DockerSandbox(settings(home))) {
      for (int millis = 0; millis <= 300; millis += 15) {
        Thread opening =
            Thread.ofPlatform()
                .uncaughtExceptionHandler((thread, thrown) -> {}) // that it was interrupted
                .start(() -> sandbox.open(TinyProject.with(Map.of())).close());
        opening.join(Duration.ofMillis(millis));
        opening.interrupt();
        opening.join();
      }
    }
    assertNoneStays(home);
  }

  /** The engine may still be about to remove one that ended by itself. */
  private static void assertNoneStays(String home) {
    Instant deadline = Instant.now().plusSeconds(5);
    while (!Containers.of(home).isEmpty() && Instant.now().isBefore(deadline)) {
      Thread.onSpinWait();
    }
    assertThat(Containers.of(home)).isEmpty();
  }

  @Test
  void deadClient_leavesNoContainer() throws Exception {
    String home = "dead-" + UUID.randomUUID();
    Process client =
        new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-cp",
            System.getProperty("java.class.path"),
            HangingClient.class.getName(),
            home)
            .redirectErrorStream(true)
            .start();
    assertThat(client.inputReader().readLine()).contains("open");
    assertThat(Containers.of(home)).hasSize(1);

    client.destroyForcibly().waitFor();

    assertNoneStays(home);
  }

  @Test
  void timeUp_endsTheContainer() {
    SandboxSettings brief =
        new SandboxSettings(HOME, null, Duration.ofSeconds(60), Duration.ofSeconds(8));
    try (DockerSandbox sandbox = new DockerSandbox(brief);
        Session session = sandbox.open(TinyProject.with(Map.of()))) {
      TestRun run = session.run(attack("Thread.sleep(100_000);"), List.of("shop.AttackTest"));
      assertThat(run)
          .isInstanceOfSatisfying(
              TestRun.Broken.class,
              broken -> assertThat(broken.reason()).contains("the sandbox ended"));
    }
  }

  @Test
  void reap_removesWhatIsOverdue() {
    String home = "reap-" + UUID.randomUUID();
    InstantSource later = () -> Instant.now().plusSeconds(3600);
    try (DockerSandbox now = new DockerSandbox(settings(home));
        DockerSandbox inAnHour = new DockerSandbox(settings(home), later);
        Session session = now.open(TinyProject.with(Map.of()))) {
      now.reap();
      assertThat(Containers.of(home)).hasSize(1);
      inAnHour.reap();
      assertThat(Containers.of(home)).isEmpty();
      assertThat(session.buildErrors()).isEmpty();
    }
  }

  private static Map<String, String> attack(String body) {
    return Map.of(
        "src/test/java/shop/AttackTest.java",
        "package shop;\nclass AttackTest { @org.junit.jupiter.api.Test void attacks() throws Exception {"
            + body
            + "} }");
  }

  @Test
  void noEngine_namesTheNextStep() {
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost("unix:///tmp/no-such-engine.sock")
            .build();
    try (DockerSandbox none =
        new DockerSandbox(settings(HOME), InstantSource.system(), config)) {
      assertThat(org.junit.jupiter.api.Assertions.assertThrows(
          Sandbox.Unavailable.class, () -> none.open(TinyProject.with(Map.of()))))
          .hasMessageStartingWith("No container engine answers at unix:///tmp/no-such-engine.sock")
          .hasMessageContaining("install docker.io");
    }
  }
}
