package nexa.javaagent.swap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import nexa.javaagent.ship.Json;
import org.jspecify.annotations.Nullable;

/** One entry of the ledger: what was swapped, by whom, until when, and what became of it. */
final class Swap {

  private static final int TEXT_MAX = 512;
  private static final long MS = 1000L * 1000;

  /** What has become of a swap. */
  enum State {
    PROVISIONAL("provisional"),
    SETTLED("settled"),
    ROLLED_BACK("rolled-back"),
    REFUSED("refused");

    final String text;

    State(String text) {
      this.text = text;
    }
  }

  final String id;
  private final String by;
  private final List<String> classes;
  private final List<String> methods;
  private final long sinceUnixMs;
  private final long untilUnixMs;
  private final long settlesNanos;
  private final @Nullable Watch watch;
  private List<Original> originals;
  private State state;
  private @Nullable String reason;

  /** Whether the watch found the patch itself at fault. */
  private volatile boolean convicted;

  private Swap(
      Order order,
      State state,
      @Nullable Watch watch,
      List<Original> originals,
      long nowUnixMs,
      long nowNanos) {
    this.id = order.id;
    this.by = order.by;
    this.classes = new ArrayList<String>(order.classes.keySet());
    this.methods = new ArrayList<String>(order.methods);
    this.sinceUnixMs = nowUnixMs;
    this.untilUnixMs = order.until;
    this.settlesNanos = nowNanos + order.provisional * 1000 * MS;
    this.state = state;
    this.watch = watch;
    this.originals = originals;
  }

  static Swap refused(Order order, String reason, long nowUnixMs) {
    Swap swap =
        new Swap(
            order, State.REFUSED, null, Collections.<Original>emptyList(), nowUnixMs, 0);
    swap.reason = reason;
    return swap;
  }

  static Swap provisional(
      Order order, Watch watch, List<Original> originals, long nowUnixMs, long nowNanos) {
    return new Swap(order, State.PROVISIONAL, watch, originals, nowUnixMs, nowNanos);
  }

  synchronized State state() {
    return state;
  }

  /** Whether its patch runs. */
  boolean isActive() {
    State now = state();
    return now == State.PROVISIONAL || now == State.SETTLED;
  }

  boolean isProvisional() {
    return state() == State.PROVISIONAL;
  }

  synchronized List<Original> originals() {
    return originals;
  }

  boolean concerns(String className) {
    return isActive() && classes.contains(className);
  }

  /** Why it has to be rolled back now, or null. */
  @Nullable String overdue(long nowUnixMs, long nowNanos, long silenceNanos, Patience patience) {
    if (isActive() && untilUnixMs != 0 && nowUnixMs >= untilUnixMs) {
      return "its time is up";
    }
    if (!isProvisional()) {
      return null;
    }
    if (silenceNanos > patience.silence) {
      return "the daemon was not heard for " + silenceNanos / (1000 * MS) + " s";
    }
    String verdict = watch == null ? null : watch.verdict(nowNanos);
    convicted |= verdict != null;
    return verdict;
  }

  /** Whether it has been watched for long enough. */
  boolean settles(long nowNanos) {
    return isProvisional() && nowNanos - settlesNanos >= 0;
  }

  synchronized void settled() {
    state = State.SETTLED;
  }

  synchronized void rolledBack(String why) {
    state = State.ROLLED_BACK;
    reason = why;
    originals = Collections.emptyList();
  }

  /** It has to be rolled back, and cannot be. */
  synchronized void stuck(String why) {
    reason = why;
  }

  synchronized void write(StringBuilder out) {
    out.append('{');
    Json.string(Json.name(out, "id"), id, TEXT_MAX);
    Json.string(Json.name(out, "state"), state.text, TEXT_MAX);
    Json.string(Json.name(out, "reason"), reason, TEXT_MAX);
    Json.name(out, "fault").append(convicted);
    Json.string(Json.name(out, "by"), by, TEXT_MAX);
    strings(Json.name(out, "classes"), classes);
    strings(Json.name(out, "methods"), methods);
    Json.name(out, "sinceUnixMs").append(sinceUnixMs);
    Json.name(out, "untilUnixMs").append(untilUnixMs);
    Tally seen = watch == null ? null : watch.current();
    Json.name(out, "watch").append('{');
    Json.name(out, "calls").append(seen == null ? 0 : seen.calls.get());
    Json.name(out, "thrown").append(seen == null ? 0 : seen.thrown.get());
    Json.name(out, "requests").append(seen == null ? 0 : seen.requests.get());
    Json.name(out, "failed").append(seen == null ? 0 : seen.failed.get()).append("}}");
  }

  private static void strings(StringBuilder out, List<String> texts) {
    out.append('[');
    for (int i = 0; i < texts.size(); i++) {
      Json.string(out.append(i == 0 ? "" : ","), texts.get(i), TEXT_MAX);
    }
    out.append(']');
  }
}
