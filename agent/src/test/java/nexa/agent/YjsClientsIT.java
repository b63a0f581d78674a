package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import nexa.agent.store.SharedUpdates;
import nexa.agent.store.Store;
import nexa.agent.web.Await;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stock clients of Yjs in Node, against a daemon that is killed and started again beneath them. */
@Timeout(600)
final class YjsClientsIT {

  private static final Duration INSTALL_MAX = Duration.ofMinutes(3);
  private static final int KILLS = 4;
  private static final long SEED = 13;

  /** Rows of a room where 200 new ones have a client asked for a snapshot, and one more may come in between. */
  private static final int ROWS_MAX = 260;

  /** Clients that edit by a seed, each whole in itself; it does what the test says, and says when it is done. */
  private static final String CLIENTS =
      """
      const Y = require('yjs');
      const { WebsocketProvider } = require('y-websocket');
      const WebSocket = require('ws');
      const [url, token] = process.argv.slice(2);
      class Authorized extends WebSocket {
        constructor(address, protocols) {
          super(address, protocols, { headers: { Authorization: `Bearer ${token}` } });
        }
      }
      let seed = 6392;
      const random = (max) => { seed = (seed * 1103515245 + 12345) % 2147483648; return Math.floor(seed / 65536) % max; };
      const enter = () => {
        const doc = new Y.Doc();
        const line = new WebsocketProvider(url, 'page', doc, { WebSocketPolyfill: Authorized, disableBc: true, maxBackoffTime: 300 });
        line.on('closed', ({ code, reason }) => { console.error('closed', code, reason); process.exit(4); });
        return { doc, line, text: doc.getText('notes'), pins: doc.getMap('pins'), list: doc.getArray('list') };
      };
      const edit = ({ text, pins, list }, by) => {
        const what = random(10);
        if (what < 6) text.insert(random(text.length + 1), `${by}${random(100)}\\u{1f600}`);
        else if (what < 8 && text.length > 4) text.delete(random(text.length - 3), 3);
        else if (what < 9) pins.set(`k${random(8)}`, { by, at: [random(9), null, 0.5, true] });
        else list.insert(random(list.length + 1), [by, random(99)]);
      };
      const state = ({ text, pins, list }) => JSON.stringify([text.toString(), Object.entries(pins.toJSON()).sort(), list.toJSON()]);
      const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
      const until = async (condition) => {
        for (let i = 0; !condition(); i++) {
          if (i > 3000) throw new Error('not in time');
          await pause(10);
        }
      };
      const converged = (clients) => until(() => clients.every((each) => each.line.synced && state(each) === state(clients[0])));
      const end = ({ line, doc }) => { line.destroy(); doc.destroy(); };
      const lines = require('readline').createInterface({ input: process.stdin })[Symbol.asyncIterator]();
      const told = async (done) => { console.log(done); return (await lines.next()).value; };

      (async () => {
        let [a, b, c] = [enter(), enter(), enter()];
        await converged([a, b, c]);
        for (let i = 0; i < 300; i++) {
          [a, b, c].forEach((each, j) => edit(each, 'abc'[j]));
          if (i % 10 === 0) await pause(2);
        }
        await converged([a, b, c]);
        c.line.disconnect();
        for (let i = 0; i < 50; i++) { edit(a, 'A'); edit(c, 'C'); }
        await converged([a, b]);
        const seen = state(b);
        [a, b].forEach(end);
        await told('seen');                       // killed and started
        const d = enter();
        await until(() => d.line.synced);
        if (state(d) !== seen) throw new Error(`lost: ${state(d).length} of ${seen.length}`);
        c.line.connect();
        await converged([c, d]);
        if (!c.text.toString().includes('C') || state(c) === seen) throw new Error('the offline edits are lost');
        [a, b] = [c, enter()];
        await converged([a, b, d]);
        while (await told('storm') === 'storm') { // killed in the middle, and started
          for (let i = 0; i < 150; i++) { [a, b, d].forEach((each, j) => edit(each, 'xyz'[j])); await pause(5); }
          await converged([a, b, d]);
          const e = enter();
          await converged([a, e]);
          end(e);
        }
        a.line.awareness.setLocalState({ user: { name: 'root' }, at: 7 });
        await until(() => [...b.line.awareness.getStates().values()].some((each) => each.at === 7));
        console.log(JSON.stringify([...b.line.awareness.getStates().values()].find((each) => each.at === 7)));
        a.line.destroy();
        await until(() => ![...b.line.awareness.getStates().values()].some((each) => each.at === 7));
        [b, d].forEach(end);
        process.exit(0);
      })().catch((error) => { console.error(error); process.exit(3); });
      """;

  @TempDir
  private Path folder;
  private @Nullable Process daemon;
  private @Nullable Process clients;
  private int starts;

  @AfterEach
  void stop() {
    for (Process each : new Process[] {daemon, clients}) {
      if (each != null) {
        each.destroyForcibly().onExit().join();
      }
    }
  }

  @Test
  void stockClients_convergeOverKillsAndOfflineEdits() throws Exception {
    assumeTrue(StockClients.isInstalled("npm"), "npm is not installed");
    StockClients.run(
        INSTALL_MAX,
        List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix",
            folder.resolve("npm").toString(), "yjs@13.6.33", "y-websocket@3.1.0", "ws@8.23.0"));
    int port = StockClients.freePort();
    Files.writeString(
        folder.resolve("nexa.yaml"), "home: %s%nport: %d%n".formatted(home(), port));
    daemon = start(port);
    Process node = clients(port);
    clients = node;

    try (BufferedReader out = node.inputReader(StandardCharsets.UTF_8); Writer in =
        node.outputWriter(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).as(this::complaints).isEqualTo("seen");
      kill();
      daemon = start(port);
      tell(in, "go on");
      Random random = new Random(SEED);
      for (int i = 0; i < KILLS; i++) {
        assertThat(out.readLine()).as(this::complaints).isEqualTo("storm");
        tell(in, "storm");
        Thread.sleep(random.nextInt(700));
        kill();
        daemon = start(port);
      }
      assertThat(out.readLine()).as(this::complaints).isEqualTo("storm");
      tell(in, "end");
      assertThat(out.readLine())
          .as("the daemon says who it is")
          .isEqualTo(
              "{\"user\":{\"name\":\"" + System.getProperty("user.name") + "\"},\"at\":7}");
      assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(node.exitValue()).as(this::complaints).isZero();
    }
    try (Store store = Store.visit(home())) {
      SharedUpdates updates = new SharedUpdates(store);
      assertThat(updates.of("page")).as("made smaller").hasSizeBetween(1, ROWS_MAX);
      assertThat(updates.bytes()).isLessThan(400_000);
    }
  }

  private Path home() {
    return folder.resolve("home");
  }

  private String complaints() {
    return StockClients.read(folder.resolve("clients.log")) + "\n"
        + StockClients.read(folder.resolve("daemon-" + (starts - 1) + ".log"));
  }

  private static void tell(Writer in, String word) throws IOException {
    in.write(word + "\n");
    in.flush();
  }

  private Process clients(int port) throws IOException {
    Path program = Files.writeString(folder.resolve("clients.js"), CLIENTS);
    ProcessBuilder node =
        new ProcessBuilder(
            "node", program.toString(), "ws://127.0.0.1:" + port + "/api/v1/sync",
            Files.readString(home().resolve("token")).strip())
            .redirectError(folder.resolve("clients.log").toFile());
    node.environment().put("NODE_PATH", folder.resolve("npm/node_modules").toString());
    return node.start();
  }

  private Process start(int port) throws IOException {
    Process process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "-Xmx256m", "-cp",
            System.getProperty("java.class.path"), PausingDaemon.class.getName(),
            folder.resolve("nexa.yaml").toString(), "none", folder.resolve("paused").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("daemon-" + starts++ + ".log").toFile())
            .start();
    Await.until(() -> isUp(port));
    return process;
  }

  private static boolean isUp(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** By SIGKILL, in the middle of whatever it does. */
  private void kill() {
    if (daemon != null) {
      daemon.destroyForcibly().onExit().join();
    }
  }
}
