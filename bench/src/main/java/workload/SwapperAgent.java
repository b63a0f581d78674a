package workload;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * An agent that changes {@link Sums} back and forth while the program calls it. Its argument is
 * {@code FILE;TIMES;PAUSE_MS}: the patched class file, how often it is changed, and the pause after.
 */
public final class SwapperAgent {

  private static final CountDownLatch SWAPPED = new CountDownLatch(1);

  private SwapperAgent() {}

  public static void premain(String arguments, Instrumentation instrumentation) {
    Thread swapper = new Thread(() -> run(arguments.split(";"), instrumentation), "swapper");
    swapper.setDaemon(true);
    swapper.start();
  }

  static boolean swapped() {
    return SWAPPED.getCount() == 0;
  }

  private static void run(String[] arguments, Instrumentation instrumentation) {
    int times = Integer.parseInt(arguments[1]);
    long pauseMs = Long.parseLong(arguments[2]);
    long[] nanos = new long[times];
    try {
      byte[] patched = Files.readAllBytes(Path.of(arguments[0]));
      byte[] original =
          ClassLoader.getSystemResourceAsStream("workload/Sums.class").readAllBytes();
      while (!loaded(instrumentation)) {
        Thread.sleep(pauseMs);
      }
      for (int i = 0; i < times; i++) {
        Thread.sleep(pauseMs);
        ClassDefinition form = new ClassDefinition(Sums.class, i % 2 == 0 ? patched : original);
        long begin = System.nanoTime();
        instrumentation.redefineClasses(form);
        nanos[i] = System.nanoTime() - begin;
      }
      System.out.println(
          "swapped "
              + Arrays.stream(nanos).mapToObj(Long::toString).collect(Collectors.joining(" ")));
    } catch (Exception e) {
      System.out.println("swapped not: " + e);
    } finally {
      SWAPPED.countDown();
    }
  }

  private static boolean loaded(Instrumentation instrumentation) {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type.getName().equals("workload.Sums")) {
        return true;
      }
    }
    return false;
  }
}
