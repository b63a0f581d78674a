package nexa.javaagent.capture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The calls of armed methods as they were made, written down before the method ran: it may use up or
 * change what it was given. Costs time at every call, hence a budget, and only in runs that are made
 * to be captured. A call that returned is not told from one that goes on: the newest call of the
 * method with the same receiver and arguments counts.
 */
final class Calls {

  private static final int CALLS_MAX = 64;
  private static final int CHARS_MAX = 4 * 1024 * 1024;
  private static final long BUDGET_NANOS = 20L * 1000 * 1000 * 1000;
  private static final int NUMBER_MAX = 1 << 30;

  private final CaptureRules rules;
  private final AtomicLong spent = new AtomicLong();
  private final ThreadLocal<Recent> recent =
      new ThreadLocal<Recent>() {
        @Override
        protected Recent initialValue() {
          return new Recent();
        }
      };

  Calls(CaptureRules rules) {
    this.rules = rules;
  }

  /** Writes a call down. */
  void calling(Probe probe, @Nullable Object receiver, @Nullable Object[] arguments) {
    Recent mine = recent.get();
    if (spent.get() > BUDGET_NANOS || mine.lastNumber > NUMBER_MAX) {
      return;
    }
    long start = System.nanoTime();
    StringBuilder text = new StringBuilder(256);
    ObjectNumbers numbers = new ObjectNumbers(mine.lastNumber);
    ValueWriter values =
        new ValueWriter(
            text, rules.limits.charsMax / 4, start + rules.limits.nanosMax, rules, numbers);
    try {
      Capture.frame(text, values, probe, receiver, arguments);
      mine.add(new Call(probe, receiver, arguments, text));
    } finally {
      mine.lastNumber = numbers.last();
      spent.addAndGet(System.nanoTime() - start);
    }
  }

  /** The call that an exception leaves, as it was made, or null. */
  @Nullable CharSequence of(
      Probe probe, @Nullable Object receiver, @Nullable Object[] arguments) {
    return recent.get().remove(probe, receiver, arguments);
  }

  /** The last number given to an object on this thread. */
  int lastNumber() {
    return recent.get().lastNumber;
  }

  /** The newest calls of one thread. */
  private static final class Recent {
    private final Deque<Call> calls = new ArrayDeque<Call>();
    private int chars;
    int lastNumber;

    void add(Call call) {
      calls.push(call);
      chars += call.text.length();
      while (calls.size() > CALLS_MAX || chars > CHARS_MAX) {
        chars -= calls.removeLast().text.length();
      }
    }

    @Nullable CharSequence remove(
        Probe probe, @Nullable Object receiver, @Nullable Object[] arguments) {
      for (Iterator<Call> all = calls.iterator(); all.hasNext();) {
        Call call = all.next();
        if (call.is(probe, receiver, arguments)) {
          all.remove();
          chars -= call.text.length();
          return call.text;
        }
      }
      return null;
    }
  }

  /** One call. */
  private static final class Call {
    private final Probe probe;
    private final @Nullable Object receiver;
    private final @Nullable Object[] arguments;
    final StringBuilder text;

    Call(
        Probe probe, @Nullable Object receiver, @Nullable Object[] arguments, StringBuilder text) {
      this.probe = probe;
      this.receiver = receiver;
      this.arguments = arguments;
      this.text = text;
    }

    boolean is(Probe other, @Nullable Object on, @Nullable Object[] with) {
      if (probe != other || receiver != on || arguments.length != with.length) {
        return false;
      }
      for (int i = 0; i < with.length; i++) {
        Object mine = arguments[i];
        boolean same = mine != null && probe.primitive(i) != null ? mine.equals(with[i])
            : mine == with[i];
        if (!same) {
          return false;
        }
      }
      return true;
    }
  }
}
