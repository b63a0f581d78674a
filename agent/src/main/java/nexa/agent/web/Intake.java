package nexa.agent.web;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import nexa.agent.store.Shedding;
import nexa.collect.Decoded;
import nexa.collect.MalformedEventException;
import nexa.collect.OversizedEventException;
import nexa.event.Batch;
import nexa.event.Event;
import nexa.event.EventSink;
import nexa.event.Loss;
import nexa.event.Tally;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what clients send over HTTP. A request is answered when its events are durable; only so many
 * are looked at at once. When these do not end in time, a few more are looked at for what is new in
 * them, and their repeats of known issues are shed; those beyond are asked to come again.
 */
final class Intake {

  /** A body may take twenty times its size as a tree, so that of larger ones only one is made at once. */
  private static final int LARGE_BYTES = 256 << 10;

  /** When a client that was turned away may come again, in seconds. */
  static final String RETRY_AFTER = "5";

  private static final String SHED = "repeat shed, only counted";

  private final Senders senders;
  private final EventSink sink;
  private final Shedding shedding;
  private final Inputs inputs;
  private final Arrivals arrivals;
  private final Places places;
  private final Probes probes;
  private final Lock large = new ReentrantLock();

  /**
   * @param sink stores and counts what is received
   * @param shedding stores of it what is new
   * @param probes those that end before they are stored
   */
  Intake(
      Senders senders, EventSink sink, Shedding shedding, Inputs inputs, Arrivals arrivals,
      Places places, Probes probes) {
    this.senders = senders;
    this.sink = sink;
    this.shedding = shedding;
    this.inputs = inputs;
    this.arrivals = arrivals;
    this.places = places;
    this.probes = probes;
  }

  /** A body that is there, and the place where it is looked at. */
  private record Seated(byte[] sent, Places.Place place) {}

  /**
   * Has one request handled.
   *
   * @throws Problem when it is refused, which is counted: 400 malformed, 401 and 403 of an unknown
   *     sender, 408 too slow, 409 sent before, 413 too large, 415 in an encoding that is not read, 429
   *     when too many come at once, 503 when the body breaks off
   */
  <T> T take(String input, Context context, Function<Admitted, T> handle) {
    Probe probe = null;
    try {
      probe = probes.claim(input, context.header(Probes.HEADER));
      return take(input, context, probe, handle);
    } catch (Problem refusal) {
      if (refusal.status() == 429) {
        context.header("Retry-After", RETRY_AFTER);
      }
      if (probe == null) {
        throw refused(input, refusal);
      }
      probe.refused(refusal);
      throw refusal;
    }
  }

  private <T> T take(
      String input, Context context, @Nullable Probe probe, Function<Admitted, T> handle) {
    Senders.Sender sender = senders.letIn(input, context);
    Seated seated = seated(context);
    try (Places.Place place = seated.place()) {
      sender = senders.require(sender, seated.sent()); // before any of it is inflated
      byte[] body = RequestBody.inflated(seated.sent(), context.header("Content-Encoding"));
      Admitted request = new Admitted(input, context, body, sender, place.isCrowded(), probe);
      T answer =
          handled(request, each -> inTurn(each.body(), () -> handle.apply(each)));
      if (probe == null) {
        senders.taken(sender);
      }
      return answer;
    }
  }

  /** The body counts among those that arrive until it has its place. */
  private Seated seated(Context context) {
    try (Arrivals.Arrival arrival = arrivals.begin()) {
      byte[] sent =
          arrival.read(ServletContextRequest.getServletContextRequest(context.req()));
      return new Seated(sent, places.take());
    }
  }

  private static <T> T handled(Admitted request, Function<Admitted, T> handle) {
    try {
      return handle.apply(request);
    } catch (OversizedEventException e) {
      throw new Problem(
          413, "Too large", String.valueOf(e.getMessage()), "Send fewer events in one request.");
    } catch (MalformedEventException e) {
      byte[] body = request.body();
      throw Problem.badRequest(
          e.getMessage() + ", in: " + new String(body, 0, Math.min(body.length, 100),
              StandardCharsets.UTF_8),
          "Look at what the protocol of input " + request.input() + " says of this place.");
    }
  }

  /** Does what a body needs, of large ones one after the other; of one inflated from another, too. */
  <T> T inTurn(byte[] body, Supplier<T> work) {
    if (body.length < LARGE_BYTES) {
      return work.get();
    }
    large.lock();
    try {
      return work.get();
    } finally {
      large.unlock();
    }
  }

  /** Stores what a request held, and counts what it lost; gives what its sender might tell of it. */
  Decoded store(Admitted request, Decoded sent) {
    Decoded content = request.own(sent);
    if (request.endsHere(content.events(), List.of(), content.losses())) {
      return content;
    }
    String input = request.input();
    Batch batch =
        inputs.believed(new Batch(input, content.events(), null, request.sender().isKnown()));
    if (request.isCrowded()) {
      List<Event> shed = shedding.accept(batch);
      if (!shed.isEmpty()) {
        inputs.lost(
            input,
            new Loss(Loss.Kind.REFUSED, SHED, shed.size(), shed.getLast().message()));
      }
    } else {
      sink.accept(batch);
    }
    inputs.heard(input, request.context().userAgent(), content.skipped());
    content.losses().forEach(loss -> inputs.lost(input, loss));
    return content;
  }

  /** Counts a request that is refused before anybody looks at who sent it. */
  Problem refused(String input, Problem refusal) {
    inputs.lost(input, Loss.refused(refusal.title(), String.valueOf(refusal.getMessage())));
    return refusal;
  }

  /** Counts what the lines of a request were. */
  void tallied(Admitted request, Tally tally) {
    if (request.probe() == null) {
      inputs.tallied(request.input(), tally);
    }
  }

  /** Counts what a request told of services that its sender does not speak for. */
  void lost(Admitted request, Loss others) {
    if (request.probe() == null) {
      inputs.lost(request.input(), others);
    }
  }

  /** Notes a request that held no events, such as one of alerts. */
  void heard(Admitted request) {
    inputs.heard(request.input(), request.context().userAgent(), Map.of());
  }
}
