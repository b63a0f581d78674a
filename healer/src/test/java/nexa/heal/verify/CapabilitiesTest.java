package nexa.heal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nexa.heal.source.Project;
import nexa.heal.verify.Capabilities.Added;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CapabilitiesTest {

  private static final Project PROJECT = Shop.project(Shop.sources(), List.of());
  private static final int PLACES = 4;
  private static final String RETURN = "    return price * count;\n";

  /** Statements that no repair needs; each may throw anything. */
  private static final List<String> HOSTILE =
      List.of(
          "System.exit(0)", "Runtime.getRuntime().halt(0)", "Runtime.getRuntime().exec(\"sh\")",
          "Runtime.getRuntime().addShutdownHook(null)", "new ProcessBuilder(\"sh\").start()",
          "ProcessHandle.current().destroy()", "ProcessHandle.allProcesses().count()",
          "System.getenv(\"HOME\")", "System.getProperty(\"user.home\")",
          "System.setProperty(\"a\", \"b\")",
          "System.getProperties().clear()", "System.out.println(\"ok=999\")", "System.err.flush()",
          "System.setOut(null)", "System.setErr(null)", "System.setIn(null)", "System.in.read()",
          "System.load(\"/x.so\")", "System.loadLibrary(\"x\")", "System.gc()", "System.console()",
          "System.getLogger(\"x\")", "Class.forName(\"x\")", "Shop.class.getClassLoader()",
          "Shop.class.getDeclaredMethods()", "Shop.class.getMethod(\"x\").invoke(null)",
          "Shop.class.getDeclaredFields()[0].setAccessible(true)", "Shop.class.getResource(\"/x\")",
          "Shop.class.getModule().getLayer()", "Shop.class.getProtectionDomain()",
          "Shop.class.getDeclaredConstructor().newInstance()", "Shop.class.getConstructors()",
          "ClassLoader.getSystemClassLoader().loadClass(\"x\")",
          "new ClassLoader() { { defineClass(\"x\", new byte[0], 0, 0); } }.toString()",
          "java.lang.invoke.MethodHandles.lookup().findClass(\"x\")",
          "java.lang.invoke.MethodHandles.lookup().defineClass(new byte[0])",
          "java.lang.reflect.Array.newInstance(Shop.class, 1)",
          "java.lang.reflect.Proxy.newProxyInstance(null, null, null)",
          "java.util.ServiceLoader.load(Runnable.class).findFirst()",
          "java.util.ResourceBundle.getBundle(\"x\")",
          "StackWalker.getInstance().forEach(f -> {})", "new Throwable().getStackTrace()",
          "new IllegalStateException().getStackTrace()", "new Error().setStackTrace(null)",
          "new Exception().printStackTrace()", "Thread.getAllStackTraces()",
          "Thread.currentThread().getStackTrace()", "new Thread(() -> {}).start()",
          "Thread.startVirtualThread(() -> {})", "Thread.ofVirtual().start(() -> {})",
          "Thread.sleep(100_000)", "Thread.setDefaultUncaughtExceptionHandler(null)",
          "java.util.concurrent.Executors.newCachedThreadPool().submit(() -> {})",
          "java.util.concurrent.ForkJoinPool.commonPool().execute(() -> {})",
          "java.util.concurrent.CompletableFuture.runAsync(() -> {})",
          "new java.util.Timer().schedule(null, 1)",
          "java.util.List.of(1).parallelStream().count()",
          "java.util.stream.Stream.of(1).parallel().count()", "new Object().wait()",
          "new Object().notifyAll()", "new java.io.File(\"/etc/passwd\").delete()",
          "new java.io.FileInputStream(\"/etc/passwd\").read()",
          "new java.io.FileOutputStream(\"x\").close()", "new java.io.FileReader(\"x\").read()",
          "new java.io.FileWriter(\"x\").write(1)",
          "new java.io.RandomAccessFile(\"x\", \"rw\").close()",
          "new java.io.PrintWriter(\"x\").println()", "new java.io.PrintStream(\"x\").println()",
          "new java.util.Formatter(\"x\").flush()",
          "new java.util.Scanner(java.nio.file.Path.of(\"x\")).next()",
          "java.nio.file.Files.delete(java.nio.file.Path.of(\"x\"))",
          "java.nio.file.Path.of(\"x\").toFile().delete()",
          "java.nio.file.FileSystems.getDefault().getPath(\"x\")",
          "java.nio.channels.FileChannel.open(null)", "java.nio.channels.SocketChannel.open()",
          "new java.util.zip.ZipFile(\"x\").close()", "new java.util.jar.JarFile(\"x\").close()",
          "new java.io.ObjectInputStream(null).readObject()",
          "new java.io.ObjectOutputStream(null).writeObject(null)",
          "new java.beans.XMLDecoder((java.io.InputStream) null).readObject()",
          "new java.net.Socket(\"x\", 1).close()",
          "new java.net.ServerSocket(1).accept()", "new java.net.DatagramSocket().close()",
          "java.net.URI.create(\"http://x\").toURL().openStream()",
          "new java.net.URL(\"http://x\").openConnection()",
          "java.net.InetAddress.getByName(\"x\")", "java.net.http.HttpClient.newHttpClient()",
          "java.net.ProxySelector.setDefault(null)", "new java.net.URLClassLoader(null).close()",
          "new javax.naming.InitialContext().lookup(\"ldap://x\")",
          "new javax.script.ScriptEngineManager().getEngineByName(\"js\")",
          "javax.tools.ToolProvider.getSystemJavaCompiler()",
          "javax.crypto.Cipher.getInstance(\"AES\")", "java.security.Security.getProviders()",
          "java.security.AccessController.getContext()",
          "java.sql.DriverManager.getConnection(\"jdbc:x\")",
          "java.lang.management.ManagementFactory.getPlatformMBeanServer()",
          "javax.xml.parsers.DocumentBuilderFactory.newInstance()",
          "java.rmi.registry.LocateRegistry.getRegistry()",
          "java.util.logging.Logger.getGlobal().setLevel(null)",
          "java.util.prefs.Preferences.userRoot().clear()",
          "java.util.Locale.setDefault(java.util.Locale.ROOT)",
          "java.util.TimeZone.setDefault(null)", "java.lang.ref.Cleaner.create()",
          "java.lang.ModuleLayer.boot().modules()",
          "new java.util.Properties().load(new java.io.FileReader(\"x\"))");

  @Test
  void hostileCode_isForbiddenWhereverItStands() {
    List<String> accepted = new ArrayList<>();
    for (int i = 0; i < HOSTILE.size(); i++) {
      String code = HOSTILE.get(i).replace("Shop.class", "Cart.class");
      Map<String, String> patched = placed(code).get(i % PLACES);
      if (!(Capabilities.added(PROJECT, patched) instanceof Added.Forbidden)) {
        accepted.add(code);
      }
    }
    assertThat(HOSTILE).hasSizeGreaterThan(90);
    assertThat(accepted).isEmpty();
  }

  /** In the method, in a lambda, in a class of its own, and in another file that the method calls. */
  private static List<Map<String, String>> placed(String statement) {
    String safe =
        "try { " + statement + "; } catch (Throwable t) { throw new IllegalStateException(t); }\n";
    String lambda = "Runnable later = () -> { " + safe + "};\nlater.run();\n";
    String nested = "static class Helper { static void help() { " + safe + "} }\n";
    return List.of(
        cart(safe + RETURN, ""),
        cart(lambda + RETURN, ""),
        cart("Helper.help();\n" + RETURN, nested),
        Map.of(
            Shop.CART, Shop.CART_SOURCE.replace(RETURN, "Item.help();\n" + RETURN),
            Shop.ITEM,
            "package shop;\npublic record Item(int price) {\nstatic void help() { "
                + safe.replace("Cart.class", "Item.class") + "} }\n"));
  }

  private static Map<String, String> cart(String body, String member) {
    String source = Shop.CART_SOURCE.replace(RETURN, body);
    int end = source.lastIndexOf('}');
    return Map.of(Shop.CART, source.substring(0, end) + member + "}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "if (price == null) { return 0; }",
        "java.util.Objects.requireNonNull(price, \"price\");",
        "if (price == null) { throw new IllegalArgumentException(\"no price for \" + count); }",
        "java.util.List<Integer> all = new java.util.ArrayList<>(java.util.List.of(count));",
        "int sum = java.util.stream.IntStream.range(0, count).map(i -> i * 2).sum();",
        "long product = Math.multiplyExact((long) price, count);",
        "java.math.BigDecimal exact = java.math.BigDecimal.valueOf(price).setScale(2);",
        "java.time.LocalDate day = java.time.LocalDate.parse(\"2026-01-01\");",
        "try { Integer.parseInt(\"x\"); } catch (NumberFormatException e) { return -1; }",
        "java.util.Map<String, Integer> m = new java.util.concurrent.ConcurrentHashMap<>();",
        "record Pair(int a, int b) {} Pair pair = new Pair(1, 2);",
        "String said = switch (count) { case 1 -> \"one\"; default -> String.format(\"%d\", count); };",
        "byte[] bytes = \"x\".getBytes(java.nio.charset.StandardCharsets.UTF_8);",
        "Object o = price; if (o instanceof Integer i && i > 3) { return i; }",
        "new Item(3).price();"
      })
  void computing_isNothingNew(String statement) {
    assertThat(Capabilities.added(PROJECT, cart(statement + "\n" + RETURN, "")))
        .isEqualTo(new Added.Nothing());
  }

  @Test
  void whatTheFileReachesForAlready_isNotNew() {
    String yields = Shop.CART_SOURCE.replace(RETURN, "Thread.yield();\n" + RETURN);
    Map<String, String> sources = new TreeMap<>(Shop.sources());
    sources.put(Shop.CART, yields);
    Project threaded = Shop.project(sources, List.of());

    assertThat(
        Capabilities.added(
            threaded, Map.of(Shop.CART, yields.replace(RETURN, "Thread.yield();\n" + RETURN))))
        .isEqualTo(new Added.Nothing());
  }

  @Test
  void fileThatDoesNotCompileAlone_isToldToTheReviewer() {
    assertThat(Capabilities.added(PROJECT, cart("return unknown;\n", "")))
        .isInstanceOf(Added.Unknown.class);
  }
}
