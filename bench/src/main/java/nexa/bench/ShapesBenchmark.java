package nexa.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import workload.DiscardedLogs;
import workload.Shapes;

/** Calls of methods that {@link ArmedCost} has armed in one JVM and not in the other. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 15, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class ShapesBenchmark {

  private int number = 17;
  private String text = "thirteen-char";
  private final Logger log = LoggerFactory.getLogger(ShapesBenchmark.class);

  @Setup
  public void discardLogs() {
    DiscardedLogs.install();
  }

  @Benchmark
  public int tiny() {
    return Shapes.tiny(number, 3);
  }

  @Benchmark
  public int mid() {
    return Shapes.mid(text);
  }

  @Benchmark
  public int point() {
    return Shapes.point(new Shapes.Point(number, 3));
  }

  @Benchmark
  public int chain() {
    return Shapes.chain(number);
  }

  @Benchmark
  public int thrown() {
    try {
      return Shapes.fails(number);
    } catch (IllegalStateException e) {
      return e.hashCode();
    }
  }

  /** An exception logged far more often than is reported: its price is that of being dropped. */
  @Benchmark
  public int logged() {
    try {
      return Shapes.refuses(number);
    } catch (IllegalArgumentException e) {
      log.error("refused", e);
      return number;
    }
  }
}
