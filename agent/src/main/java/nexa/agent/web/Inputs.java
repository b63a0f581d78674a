package nexa.agent.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nexa.agent.store.Feed;
import nexa.event.Batch;
import nexa.event.EventSink;
import org.jspecify.annotations.Nullable;

/**
 * What every input took in and what it did not, since the daemon started: nothing is refused in
 * silence. A refusal has its count, its reason and a sample.
 */
public final class Inputs {

  private static final Duration NEWS_EVERY = Duration.ofMinutes(1);
  private static final int SAMPLE_LENGTH_MAX = 200;
  private static final int KINDS_MAX = 50;

  private final Metrics metrics;
  private final Feed feed;
  private final InstantSource clock;
  private final Map<String, Account> accounts = new TreeMap<>();

  Inputs(Metrics metrics, Feed feed, InstantSource clock) {
    this.metrics = metrics;
    this.feed = feed;
    this.clock = clock;
  }

  /**
   * One input as the API shows it.
   *
   * @param client who sent last, as it calls itself
   * @param skipped what told of no error, by its kind
   */
  record Input(
      String name,
      long received,
      @Nullable Instant last,
      @Nullable String client,
      Map<String, Long> skipped,
      List<Refusal> refused) {}

  /**
   * What was not taken for one reason.
   *
   * @param sample the beginning of the last one, with nothing in it that could act
   */
  record Refusal(String reason, long count, Instant last, String sample) {}

  /** The account of one input; guarded by the map's lock. */
  private static final class Account {
    private long received;
    private @Nullable Instant last;
    private @Nullable String client;
    private final Map<String, Long> skipped = new TreeMap<>();
    private final Map<String, Refusal> refused = new TreeMap<>();
  }

  /** A sink that counts what it hands on. */
  public EventSink counted(EventSink sink) {
    return batch -> {
      sink.accept(batch);
      metrics.received(batch);
      if (!batch.events().isEmpty()) {
        received(batch);
      }
    };
  }

  private void received(Batch batch) {
    synchronized (accounts) {
      Account account = account(batch.input());
      account.received += batch.events().size();
      account.last = clock.instant();
    }
  }

  /** Notes who sends to an input, and what of it told of no error. */
  void heard(String input, @Nullable String client, Map<String, Integer> skipped) {
    synchronized (accounts) {
      Account account = account(input);
      account.last = clock.instant();
      account.client = client == null ? account.client : harmless(client);
      skipped.forEach(
          (kind, count) -> {
            if (account.skipped.size() < KINDS_MAX || account.skipped.containsKey(kind)) {
              account.skipped.merge(kind, (long) count, Long::sum);
            }
          });
    }
  }

  /**
   * Counts something that an input had to refuse, and tells of it in the feed, once a minute for each
   * reason.
   *
   * @param reason one of few, never text from outside
   * @param sample what was refused, or what is wrong with it
   */
  public void rejected(String input, String reason, String sample) {
    rejected(input, reason, 1, sample);
  }

  void rejected(String input, String reason, int count, String sample) {
    metrics.rejected(input, reason, count);
    Instant now = clock.instant();
    Refusal before;
    Refusal after;
    synchronized (accounts) {
      Account account = account(input);
      before = account.refused.get(reason);
      after =
          new Refusal(
              reason, (before == null ? 0 : before.count()) + count, now, harmless(sample));
      account.refused.put(reason, after);
    }
    if (before == null || before.last().plus(NEWS_EVERY).isBefore(now)) {
      feed.append("input.rejected",
          Map.of("input", input, "reason", reason, "count", after.count()));
    }
  }

  private Account account(String input) {
    return accounts.computeIfAbsent(input, name -> new Account());
  }

  /** The beginning of a text, its control characters shown as what they are not. */
  private static String harmless(String text) {
    StringBuilder sample = new StringBuilder();
    text.codePoints()
        .limit(SAMPLE_LENGTH_MAX)
        .forEach(c -> sample.appendCodePoint(isHarmless(c) ? c : '\ufffd'));
    return sample.toString();
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED,
          Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      default -> true;
    };
  }

  /** Every input that was heard of, by its name. */
  List<Input> all() {
    synchronized (accounts) {
      List<Input> all = new ArrayList<>();
      accounts.forEach(
          (name, account) -> all.add(
              new Input(
                  name, account.received, account.last, account.client,
                  Map.copyOf(account.skipped), List.copyOf(account.refused.values()))));
      return all;
    }
  }
}
