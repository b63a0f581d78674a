package nexa.agent.web;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import nexa.collect.Decoded;
import nexa.event.Alert;
import nexa.event.Event;
import nexa.event.Loss;
import org.jspecify.annotations.Nullable;

/**
 * A request that was let in.
 *
 * @param body inflated
 * @param isCrowded whether there are more requests than can be taken whole
 * @param probe what it is a probe for, null for one that is to be stored
 */
record Admitted(
    String input, Context context, byte[] body, Senders.Sender sender, boolean isCrowded,
    @Nullable Probe probe) {

  /** Why something is refused whose sender is known, but as another service's. */
  private static final String OTHERS = "Key not for this service";

  /**
   * Lets what is told of a service in.
   *
   * @throws Problem 403 when the sender's key does not speak for it
   */
  void requireFor(String service) {
    if (!sender.speaksFor(service)) {
      throw new Problem(
          403, OTHERS, "The key that was shown does not speak for service " + service + ".",
          "Send a key of that service, or add it to the key's services in nexa.yaml, under inputs.");
    }
  }

  /** Whether it is a probe, which ends here, before anything that it brought is stored. */
  boolean endsHere(List<Event> events, List<Alert> alerts, List<Loss> losses) {
    if (probe == null) {
      return false;
    }
    probe.end(events, alerts, losses);
    return true;
  }

  /** What was sent, without what the sender does not speak for: that is a loss. */
  Decoded own(Decoded sent) {
    List<Event> others =
        sent.events().stream().filter(event -> !sender.speaksFor(event.service())).toList();
    if (others.isEmpty()) {
      return sent;
    }
    List<Event> own =
        sent.events().stream().filter(event -> sender.speaksFor(event.service())).toList();
    List<Loss> losses = new ArrayList<>(sent.losses());
    losses.add(others(others.size(), others.getLast().service(), others.getLast().message()));
    return new Decoded(own, sent.skipped(), losses);
  }

  /**
   * Things that were told of services that the sender does not speak for.
   *
   * @param service that of the last
   */
  static Loss others(int count, String service, String last) {
    return new Loss(Loss.Kind.REFUSED, OTHERS, count, service + ": " + last);
  }
}
