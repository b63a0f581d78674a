package nexa.agent.web;

import java.time.Instant;
import java.util.List;
import nexa.agent.swap.JvmReport;
import nexa.agent.swap.Jvms;
import org.jspecify.annotations.Nullable;

/**
 * A connected JVM as the API shows it.
 *
 * @param swap {@code on} when it takes orders, else why not
 * @param paused why its agent does nothing, null while it works
 */
record JvmView(
    String service,
    @Nullable String release,
    String agent,
    long pid,
    Instant started,
    String version,
    String main,
    Instant connected,
    Instant lastSeen,
    List<String> armed,
    long sent,
    long dropped,
    long errors,
    String swap,
    List<SwapView> swaps,
    OverheadView overhead,
    @Nullable String paused,
    long refusedOrders,
    @Nullable String lastRefusal) {

  /** A swap as the JVM itself tells it. */
  record SwapView(
      String id,
      String state,
      @Nullable String reason,
      String by,
      List<String> methods,
      Instant since,
      @Nullable Instant until,
      JvmReport.Watch watch) {

    static SwapView of(JvmReport.SwapReport swap) {
      return new SwapView(
          swap.id(), swap.state().text(), swap.reason(), swap.by(), swap.methods(), swap.since(),
          swap.until(), swap.watch());
    }
  }

  /** What the agent costs: its threads in percent of one core, and what it adds to the others. */
  record OverheadView(double cpuPercent, double hookMicrosPerSecond, long uptimeMs) {}

  static JvmView of(Jvms.Jvm jvm) {
    Jvms.Hello hello = jvm.hello();
    JvmReport report = jvm.report();
    JvmReport.Overhead overhead = report.overhead();
    return new JvmView(
        jvm.service(),
        hello.release(),
        hello.agent(),
        jvm.process().pid(),
        Instant.ofEpochMilli(jvm.process().startedMillis()),
        hello.version(),
        hello.main(),
        jvm.connected(),
        jvm.lastSeen(),
        report.armed(),
        report.sent(),
        report.dropped(),
        report.errors(),
        jvm.swapping().text(),
        report.swaps().stream().map(SwapView::of).toList(),
        new OverheadView(
            overhead.cpuPercent(), overhead.hookMicrosPerSecond(), overhead.uptimeMs()),
        report.paused(),
        report.refusedOrders(),
        report.lastRefusal());
  }
}
