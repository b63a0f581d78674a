package nexa.agent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import nexa.agent.store.Grouping;
import nexa.event.Event;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.heal.classify.Classifier;
import nexa.heal.group.CrashGroups;
import nexa.heal.group.Fingerprints;
import nexa.heal.group.Placement;
import nexa.heal.group.Weights;
import nexa.issue.Classification;
import nexa.issue.Fingerprint;
import nexa.issue.Service;

/**
 * Says which issue a crash belongs to: by its fingerprint over the service's own packages, and one that
 * is new among the issues of its service by likeness, unless a person said otherwise. It forgets what it knows with the process; the
 * store tells it again.
 */
final class IssueGroups implements Grouping {

  private final Services services;
  private final Classifier classifier;

  /**
   * By service; guarded by its own lock. No vectors speak here: they join no better, and the model would
   * run while the store waits.
   */
  private final Map<String, CrashGroups> groups = new HashMap<>();

  /** The fingerprints of what people split off from crashes of one fingerprint. */
  private final Map<Whole, Fingerprint> variants = new ConcurrentHashMap<>();

  private record Whole(String service, Fingerprint fingerprint, String variant) {}

  IssueGroups(Services services, Classifier classifier) {
    this.services = services;
    this.classifier = classifier;
  }

  @Override
  public Grouped group(Event event) {
    Service service = services.get(event.service());
    StackTrace trace = trace(event);
    List<Frame> inApp = Fingerprints.inAppFrames(trace, service.inApp());
    Frame top =
        Stream.concat(inApp.stream(), trace.root().frames().stream())
            .findFirst()
            .orElse(new Frame("", "", null, 0));
    Fingerprint whole = Fingerprints.of(trace, service.inApp());
    String variant = Fingerprints.variant(trace, service.inApp());
    return new Grouped(
        variants.getOrDefault(new Whole(event.service(), whole, variant), whole),
        variant,
        Fingerprints.title(trace, service.inApp()),
        trace.root().exceptionType(),
        top,
        inApp,
        Fingerprints.because(trace, service.inApp()));
  }

  @Override
  public Place place(Event event, Grouped grouped) {
    return switch (of(event.service()).place(trace(event), grouped.fingerprint())) {
      case Placement.Known known -> new Place.Joins(known.group(), known.because());
      case Placement.Joined joined -> new Place.Joins(joined.group(), joined.because());
      case Placement.Similar similar ->
          new Place.Opens(grouped.because() + ". " + similar.because());
      case Placement.Fresh fresh -> new Place.Opens(grouped.because());
    };
  }

  @Override
  public Classification classify(Event event) {
    return classifier.classify(event);
  }

  @Override
  public void note(Known known) {
    CrashGroups held = of(known.service());
    if (known.trace() == null) {
      held.alias(known.fingerprint(), known.issue());
    } else {
      held.add(known.issue(), known.fingerprint(), known.trace());
    }
  }

  @Override
  public void note(Link link) {
    if (link.together()) {
      of(link.service()).join(link.one(), link.other());
    } else {
      of(link.service()).separate(link.one(), link.other());
    }
  }

  @Override
  public void note(Variant variant) {
    variants.put(
        new Whole(variant.service(), variant.whole(), variant.variant()), variant.becomes());
  }

  private CrashGroups of(String service) {
    synchronized (groups) {
      return groups.computeIfAbsent(
          service,
          name -> new CrashGroups(services.get(name).inApp(), null, Weights.SHIPPED));
    }
  }

  private static StackTrace trace(Event event) {
    return Optional.ofNullable(event.stackTrace()).orElseThrow();
  }
}
