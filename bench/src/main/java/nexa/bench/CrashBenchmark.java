package nexa.bench;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import nexa.collect.JavaStackTraces;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.heal.group.Fingerprints;
import nexa.issue.Fingerprint;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one crash costs on its way in, paid for every event. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"-Xmx256m", "-XX:+UseSerialGC"})
public class CrashBenchmark {

  private static final List<String> IN_APP = List.of("com.example.shop");
  private static final int LIBRARY_FRAMES = 40;

  private final StackTrace trace =
      new StackTrace("java.lang.NullPointerException", "code is null", frames(), null, List.of());
  private final String printed =
      trace.exceptionType()
          + ": "
          + trace.message()
          + "\n"
          + trace.frames().stream().map(frame -> "\tat " + frame + "\n").collect(joining());

  /** The fingerprint of a trace with three in-app frames on top of a server's forty. */
  @Benchmark
  public Fingerprint fingerprint() {
    return Fingerprints.of(trace, IN_APP);
  }

  /** The same trace found and read in a log's text. */
  @Benchmark
  public List<StackTrace> read() {
    return JavaStackTraces.find(printed);
  }

  private static List<Frame> frames() {
    List<Frame> frames = new ArrayList<>();
    frames.add(new Frame("com.example.shop.Vouchers", "discount", "Vouchers.java", 31));
    frames.add(new Frame("com.example.shop.Checkout", "quote", "Checkout.java", 44));
    frames.add(new Frame("com.example.shop.ShopApi", "checkout", "ShopApi.java", 72));
    for (int i = 0; i < LIBRARY_FRAMES; i++) {
      frames.add(new Frame("org.example.server.Handler" + i, "handle", "Handler.java", 100 + i));
    }
    return frames;
  }
}
