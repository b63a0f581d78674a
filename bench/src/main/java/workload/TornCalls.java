package workload;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * Two threads that call {@link Sums} in a tight loop, and check every answer, until it has been
 * changed often enough: only the original's answer and the patched form's are right.
 */
public final class TornCalls {

  private static final int THREADS = 2;
  private static final int BATCH = 1 << 16;
  private static final int MODULES = "/modules/".length();

  private TornCalls() {}

  /** Takes how many calls each thread makes at least, and how many classes of the JDK to load first. */
  public static void main(String[] arguments) throws InterruptedException, IOException {
    long callsMin = Long.parseLong(arguments[0]);
    System.out.println("loaded " + load(Integer.parseInt(arguments[1])));
    Caller[] callers = new Caller[THREADS];
    Thread[] threads = new Thread[THREADS];
    for (int i = 0; i < THREADS; i++) {
      callers[i] = new Caller(callsMin);
      threads[i] = new Thread(callers[i], "caller-" + i);
      threads[i].start();
    }
    long[] counts = new long[3];
    for (int i = 0; i < THREADS; i++) {
      threads[i].join();
      counts[0] += callers[i].calls;
      counts[1] += callers[i].patched;
      counts[2] += callers[i].wrong;
    }
    System.out.println("called " + counts[0] + " " + counts[1] + " " + counts[2]);
  }

  /** Loads classes without initialising them; how many could be. */
  private static int load(int max) throws IOException {
    FileSystem runtime = FileSystems.getFileSystem(URI.create("jrt:/"));
    int loaded = 0;
    try (Stream<Path> files = Files.walk(runtime.getPath("/modules"))) {
      for (Iterator<Path> each = files.iterator(); loaded < max && each.hasNext();) {
        String file = each.next().toString();
        if (file.endsWith(".class") && !file.endsWith("-info.class")) {
          loaded += isLoaded(file.substring(file.indexOf('/', MODULES) + 1)) ? 1 : 0;
        }
      }
    }
    return loaded;
  }

  private static boolean isLoaded(String classFile) {
    String name = classFile.substring(0, classFile.length() - ".class".length());
    try {
      Class.forName(name.replace('/', '.'), false, ClassLoader.getSystemClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false; // one of a module that is not there for programs
    }
  }

  /** One thread's calls and what came of them. */
  private static final class Caller implements Runnable {
    private final long callsMin;
    private long calls;
    private long patched;
    private long wrong;

    Caller(long callsMin) {
      this.callsMin = callsMin;
    }

    @Override
    public void run() {
      while (calls < callsMin || !SwapperAgent.swapped()) {
        for (int i = 0; i < BATCH; i++) {
          int beyond = Sums.of(i, 3) - 2 * i - 3;
          patched += beyond == 1 ? 1 : 0;
          wrong += beyond != 0 && beyond != 1 ? 1 : 0;
        }
        calls += BATCH;
      }
    }
  }
}
