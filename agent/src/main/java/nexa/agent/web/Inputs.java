package nexa.agent.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nexa.agent.config.Access;
import nexa.agent.config.InputsConfig;
import nexa.agent.store.Feed;
import nexa.event.Batch;
import nexa.event.Event;
import nexa.event.EventSink;
import nexa.event.EventTime;
import nexa.event.Loss;
import nexa.event.OneLine;
import nexa.event.Tally;
import nexa.event.Trouble;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every input took in and what it did not, since the daemon started: nothing is lost in silence.
 * What was refused, and what lost its end, has its count, its reason and a sample.
 */
public final class Inputs {

  private static final Logger log = LoggerFactory.getLogger(Inputs.class);
  private static final Duration NEWS_EVERY = Duration.ofMinutes(1);
  private static final int KINDS_MAX = 50;
  private static final String WRONG_TIME = "impossible time, the time it came is taken";

  private final Metrics metrics;
  private final Feed feed;
  private final InputsConfig configured;
  private final InstantSource clock;
  private final Map<String, Account> accounts = new TreeMap<>();

  /** What cannot be read now; guarded by the accounts' lock. */
  private List<Trouble> troubles = List.of();

  Inputs(Metrics metrics, Feed feed, InputsConfig configured, InstantSource clock) {
    this.configured = configured;
    this.metrics = metrics;
    this.feed = feed;
    this.clock = clock;
  }

  /**
   * One input as the API shows it.
   *
   * @param client who sent last, as it calls itself
   * @param senders from whom it takes anything, null for what is read or asks for a token of its own
   * @param troubles what of it cannot be read now
   * @param skipped what told of no error, by its kind
   * @param layouts how many lines were laid out in which way
   * @param refused what was not taken
   * @param cut what lost its end
   */
  record Input(
      String name,
      long received,
      @Nullable Instant last,
      @Nullable String client,
      @Nullable String senders,
      List<Trouble> troubles,
      Map<String, Long> skipped,
      Map<String, Long> layouts,
      List<Lost> refused,
      List<Lost> cut) {}

  /**
   * What was lost for one reason.
   *
   * @param sample the beginning of the last one, with nothing in it that could act
   */
  record Lost(String reason, long count, Instant last, String sample) {}

  /** The account of one input; guarded by the map's lock. */
  private static final class Account {
    private long received;
    private @Nullable Instant last;
    private @Nullable String client;
    private final Map<String, Long> skipped = new TreeMap<>();
    private final Map<String, Long> layouts = new TreeMap<>();
    private final Map<Loss.Kind, Map<String, Lost>> lost = new EnumMap<>(Loss.Kind.class);
    /** When the feed was told last, by reason. */
    private final Map<String, Instant> told = new TreeMap<>();

    private Map<String, Lost> lost(Loss.Kind kind) {
      return lost.computeIfAbsent(kind, key -> new TreeMap<>());
    }

    private boolean isNews(Loss loss, Instant now) {
      Instant before = told.get(loss.reason());
      boolean news =
          loss.kind() == Loss.Kind.REFUSED
              && (before == null || before.plus(NEWS_EVERY).isBefore(now));
      if (news) {
        told.put(loss.reason(), now);
      }
      return news;
    }
  }

  /** A sink that counts what it hands on, at times that can be right. */
  public EventSink counted(EventSink sink) {
    return told -> {
      Batch batch = believed(told);
      sink.accept(batch);
      metrics.received(batch);
      if (!batch.events().isEmpty()) {
        received(batch);
      }
    };
  }

  /** A batch without times that cannot be right; they are counted. */
  Batch believed(Batch told) {
    Instant now = clock.instant();
    List<Event> wrong =
        told.events().stream()
            .filter(event -> !EventTime.isBelievable(event.time(), now))
            .toList();
    if (wrong.isEmpty()) {
      return told;
    }
    lost(
        told.input(),
        new Loss(Loss.Kind.CUT, WRONG_TIME, wrong.size(), wrong.getLast().time().toString()));
    List<Event> events =
        told.events().stream()
            .map(event -> event.at(EventTime.believed(event.time(), now)))
            .toList();
    return new Batch(told.input(), events, told.offset(), told.isAuthenticated());
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
      account.client = client == null ? account.client : OneLine.of(client, Loss.SAMPLE_LENGTH_MAX);
      skipped.forEach(
          (kind, count) -> {
            if (account.skipped.size() < KINDS_MAX || account.skipped.containsKey(kind)) {
              account.skipped.merge(kind, (long) count, Long::sum);
            }
          });
    }
  }

  /** Counts what the lines of an input were. */
  public void tallied(String input, Tally tally) {
    if (!tally.layouts().isEmpty()) {
      synchronized (accounts) {
        Account account = account(input);
        tally.layouts().forEach((name, count) -> account.layouts.merge(name, count, Long::sum));
      }
    }
    tally.losses().forEach(loss -> lost(input, loss));
  }

  /** Notes all that cannot be read now; what could not before and is not among it can be again. */
  public void troubled(List<Trouble> now) {
    List<Trouble> before;
    synchronized (accounts) {
      before = troubles;
      troubles = List.copyOf(now);
      now.forEach(trouble -> account(trouble.input()));
    }
    now.stream()
        .filter(trouble -> !before.contains(trouble))
        .forEach(
            trouble -> log.warn("input={} source={} msg=\"cannot be read\" reason=\"{}\"",
                trouble.input(), trouble.source(), trouble.reason()));
    before.stream()
        .filter(trouble -> !now.contains(trouble))
        .forEach(
            trouble -> log.info("input={} source={} msg=\"no longer so\" reason=\"{}\"",
                trouble.input(), trouble.source(), trouble.reason()));
  }

  /** Counts what an input lost; the feed hears of what it refused, once a minute for each reason. */
  public void lost(String input, Loss loss) {
    metrics.lost(input, loss);
    Instant now = clock.instant();
    String sample = OneLine.sample(loss.sample(), Loss.SAMPLE_LENGTH_MAX);
    boolean isNews;
    long count;
    synchronized (accounts) {
      Account account = account(input);
      Map<String, Lost> lost = account.lost(loss.kind());
      Lost before = lost.get(loss.reason());
      count = (before == null ? 0 : before.count()) + loss.count();
      lost.put(loss.reason(), new Lost(loss.reason(), count, now, sample));
      isNews = account.isNews(loss, now);
    }
    if (isNews) {
      tell(Map.of("input", input, "reason", loss.reason(), "count", count));
    }
  }

  private void tell(Map<String, Object> rejection) {
    try {
      feed.append("input.rejected", rejection);
    } catch (RuntimeException e) { // as on a full disk: it is counted, and collecting must go on
      log.warn("msg=\"cannot tell of what was refused\" {} reason=\"{}\"", rejection, e.toString());
    }
  }

  private Account account(String input) {
    return accounts.computeIfAbsent(input, name -> new Account());
  }

  private @Nullable String senders(String input) {
    Access access = configured.of(input);
    return access == null ? null : access.toString();
  }

  /** Every input that was heard of, by its name. */
  List<Input> all() {
    synchronized (accounts) {
      List<Input> all = new ArrayList<>();
      accounts.forEach(
          (name, account) -> all.add(
              new Input(
                  name, account.received, account.last, account.client, senders(name),
                  troubles.stream().filter(trouble -> trouble.input().equals(name)).toList(),
                  Map.copyOf(account.skipped), new TreeMap<>(account.layouts),
                  List.copyOf(account.lost(Loss.Kind.REFUSED).values()),
                  List.copyOf(account.lost(Loss.Kind.CUT).values()))));
      return all;
    }
  }
}
