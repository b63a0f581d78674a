package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import nexa.event.Batch;
import nexa.event.Event;
import nexa.event.EventSink;
import org.jspecify.annotations.Nullable;

/**
 * The two outputs of one container, as the engine sends them: frames, each with the time it was written
 * at, a long line in several. The engine is read no faster than events are stored.
 */
final class ContainerLog extends ResultCallback.Adapter<Frame> {

  private static final int FRAMES_MAX = 1_024;
  private static final int FRAMES_PER_POLL_MAX = 10_000;
  /** One more than a line may have, so that the joiner sees that it is too long, and counts it. */
  private static final int LINE_LENGTH_MAX = LogJoiner.LINE_LENGTH_MAX + 1;

  private final String source;
  private final LogJoiner joiner;
  private final Losses losses;
  private final @Nullable Place start;
  private final List<Event> events = new ArrayList<>();
  private final BlockingQueue<Frame> frames = new ArrayBlockingQueue<>(FRAMES_MAX);
  private final Map<StreamType, Open> open = new EnumMap<>(StreamType.class);
  private volatile boolean ended;
  private @Nullable String last;
  private @Nullable Place stored;

  /**
   * Where reading goes on: behind the line written at a time, or at it.
   *
   * @param time as the engine writes it, with nine digits behind the second: in order as text, too
   */
  record Place(boolean behind, String time) {

    private static final String BEHIND = "behind ";
    private static final String AT = "at ";

    static @Nullable Place parse(@Nullable String text) {
      if (text == null) {
        return null;
      }
      return text.startsWith(BEHIND)
          ? new Place(true, text.substring(BEHIND.length()))
          : new Place(false, text.substring(AT.length()));
    }

    boolean isBefore(String otherTime) {
      int order = time.compareTo(otherTime);
      return behind ? order < 0 : order <= 0;
    }

    @Override
    public String toString() {
      return (behind ? BEHIND : AT) + time;
    }
  }

  /** A line that has not come to its end. */
  private record Open(String time, Instant written, StringBuilder text) {}

  /**
   * @param losses is told of frames that cannot be read
   * @param start where reading goes on, null for the beginning
   */
  ContainerLog(String source, LogJoiner joiner, Losses losses, @Nullable Place start) {
    this.source = source;
    this.joiner = joiner;
    this.losses = losses;
    this.start = start;
    this.stored = start;
  }

  @Override
  public void onNext(Frame frame) {
    try {
      frames.put(frame);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onComplete() {
    ended = true;
    super.onComplete();
  }

  @Override
  public void onError(Throwable failure) {
    ended = true;
    super.onError(failure);
  }

  /** Hands over what came; false when nothing more will. */
  boolean poll(EventSink sink) {
    store(sink); // what could not be stored before: until it can, nothing more is read
    boolean complete = ended;
    for (int taken = 0; taken < FRAMES_PER_POLL_MAX; taken++) {
      Frame frame = frames.poll();
      if (frame == null) {
        break;
      }
      add(frame);
    }
    boolean over = complete && frames.isEmpty();
    if (over) {
      open.forEach(this::end);
      open.clear();
      events.addAll(joiner.close());
    } else {
      events.addAll(joiner.closeSilent());
    }
    store(sink);
    return !over;
  }

  private void add(Frame frame) {
    String text = new String(frame.getPayload(), UTF_8);
    int space = text.indexOf(' ');
    String time = text.substring(0, Math.max(space, 0));
    Instant written = instant(time);
    if (written == null) {
      losses.refuse("frame without a time", text); // not what was asked for
      return;
    }
    if (start != null && !start.isBefore(time)) {
      return;
    }
    Open line =
        open.computeIfAbsent(frame.getStreamType(),
            key -> new Open(time, written, new StringBuilder()));
    int end = text.length();
    boolean whole = text.endsWith("\n");
    int room = LINE_LENGTH_MAX - line.text().length();
    line.text().append(text, space + 1, Math.min(whole ? end - 1 : end, space + 1 + room));
    if (whole) {
      open.remove(frame.getStreamType());
      end(frame.getStreamType(), line);
    }
  }

  private void end(StreamType stream, Open line) {
    last = line.time();
    events.addAll(
        joiner.add(
            new LogJoiner.LogLine(
                stream.name(), line.time(), line.text().toString(),
                line.written(), null)));
  }

  private static @Nullable Instant instant(String time) {
    try {
      return Instant.parse(time);
    } catch (DateTimeException e) {
      return null; // of an engine that writes none
    }
  }

  private void store(EventSink sink) {
    String since = joiner.openSince();
    Place place =
        since != null ? new Place(false, since) : last == null ? stored : new Place(true, last);
    if (events.isEmpty() && Objects.equals(place, stored)) {
      return;
    }
    Batch.Offset offset = place == null ? null : new Batch.Offset(source, place.toString());
    sink.accept(new Batch(DockerLogCollector.INPUT, events, offset));
    events.clear();
    stored = place;
  }

  /** Reads no more; the end of the log alone, which closes the connection too, loses nothing. */
  void stop() {
    try {
      close();
      frames.clear(); // so that the client's thread does not wait for room
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close the log of a container", e);
    }
  }
}
