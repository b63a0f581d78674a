package nexa.agent.notify;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import nexa.agent.config.NotifyConfig.Channel;
import nexa.agent.config.NotifyConfig.Moment;
import nexa.agent.store.Courier;
import nexa.agent.store.Courier.Answer;
import nexa.agent.store.Notice;
import nexa.agent.store.Outbox;
import nexa.event.Severity;
import nexa.event.Sha256;
import org.jspecify.annotations.Nullable;

/** The channels of this daemon: what each is told, and how each does. */
public final class Notifier implements Courier.Teller, AutoCloseable {

  /** Longer than any messenger waits for one step, so that many short ones do not add up. */
  private static final Duration TELL_MAX = Duration.ofSeconds(30);

  private static final int ID_DIGITS = 32;

  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final Outbox outbox;
  private final Supplier<String> page;
  private final InstantSource clock;
  private final Duration tellMax;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** A channel and what speaks its protocol. */
  public record Part(Channel channel, Messenger messenger) {}

  /**
   * How a channel does.
   *
   * @param works whether it took what it was told last
   */
  public record Health(
      String channel,
      String kind,
      boolean works,
      Outbox.State state) {}

  /**
   * How a test went.
   *
   * @param reason null where the channel took it
   */
  public record Tried(String channel, String kind, @Nullable String reason) {}

  /**
   * @param page gives the address of the page, without a slash at its end
   */
  public Notifier(
      List<Part> parts, Outbox outbox, Supplier<String> page, InstantSource clock) {
    this(parts, outbox, page, clock, TELL_MAX);
  }

  /**
   * @param tellMax how long one try may take in all
   */
  Notifier(
      List<Part> parts, Outbox outbox, Supplier<String> page, InstantSource clock,
      Duration tellMax) {
    parts.forEach(part -> this.parts.put(part.channel().name(), part));
    this.outbox = outbox;
    this.page = page;
    this.clock = clock;
    this.tellMax = tellMax;
  }

  @Override
  public Answer tell(String channel, Outbox.Due due) {
    Part part = parts.get(channel);
    return part == null
        ? new Answer.Refused("nexa.yaml has no such channel")
        : tell(
            part,
            new Message(
                id(channel, due.subject(), due.created()), due.notice(), due.ending(),
                due.reference(), thread(channel, due.before()), page.get()));
  }

  private static @Nullable String thread(String channel, Outbox.@Nullable Before before) {
    return before == null ? null : id(channel, before.subject(), before.created());
  }

  private Answer tell(Part part, Message message) {
    Future<Answer> answer = threads.submit(() -> part.messenger().tell(message));
    try {
      return answer.get(tellMax.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      return new Answer.Unavailable(
          part.channel().target() + " did not finish within " + tellMax.toSeconds() + " s", null,
          true);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return new Answer.Unavailable("interrupted", null, true);
    } catch (ExecutionException e) {
      return failure(part, e.getCause());
    }
  }

  private static Answer failure(Part part, @Nullable Throwable cause) {
    if (cause instanceof IOException) {
      boolean sent =
          !(cause instanceof ConnectException)
              && !(cause instanceof HttpConnectTimeoutException)
              && !(cause instanceof SSLHandshakeException);
      String how =
          cause instanceof HttpTimeoutException ? "does not answer in time" : "cannot be reached";
      return new Answer.Unavailable(
          part.channel().target() + " " + how + " (" + cause.getClass().getSimpleName() + ")",
          null, sent);
    }
    throw new IllegalStateException("Cannot tell by " + part.channel().name(), cause);
  }

  /** The same for every try of one notice, and no other's. */
  private static String id(String channel, String subject, long created) {
    return "nexa"
        + Sha256.hex(channel + "\n" + subject + "\n" + created).substring(0, ID_DIGITS);
  }

  /** How each channel does. */
  public List<Health> health() {
    return parts.values().stream()
        .map(
            part -> {
              Outbox.State state = outbox.state(part.channel().name());
              return new Health(
                  part.channel().name(), part.channel().kind().word(), state.failures() == 0,
                  state);
            })
        .toList();
  }

  /** Sends each channel a message that says it is a test, all at once; a person asked for it. */
  public List<Tried> test() {
    Instant now = clock.instant();
    List<CompletableFuture<Tried>> tries =
        parts.values().stream()
            .map(part -> CompletableFuture.supplyAsync(() -> tried(part, now), threads))
            .toList();
    return tries.stream().map(CompletableFuture::join).toList();
  }

  private Tried tried(Part part, Instant now) {
    Notice notice =
        new Notice(
            Moment.TEST, "TEST", null, "nexa", "Somebody asked whether this channel works",
            Severity.INFO, now, List.of());
    String name = part.channel().name();
    Answer answer =
        tell(part,
            new Message(
                id(name, "test", now.toEpochMilli()), notice, null, null, null, page.get()));
    return new Tried(
        name, part.channel().kind().word(),
        switch (answer) {
          case Answer.Taken taken -> null;
          case Answer.Unsaid unsaid -> null;
          case Answer.Refused(String reason) -> reason;
          case Answer.Unavailable(String reason, Duration wait, boolean doubtful) -> reason;
        });
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
