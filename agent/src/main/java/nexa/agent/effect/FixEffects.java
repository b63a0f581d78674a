package nexa.agent.effect;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import nexa.agent.store.Effects;
import nexa.agent.store.Effects.Effect;
import nexa.agent.store.Effects.State;
import nexa.agent.store.EventStore;
import nexa.agent.store.Fixes;
import nexa.issue.Issue;

/**
 * Watches what fixes do to their issues, from when they run on: for a day at least, and for a week where
 * the crash was too rare to tell by then.
 */
public final class FixEffects {

  private static final Duration WINDOW = Duration.ofDays(1);
  private static final Duration WINDOW_MAX = Duration.ofDays(7);
  private static final double MILLIS_PER_HOUR = Duration.ofHours(1).toMillis();

  private final Fixes fixes;
  private final EventStore events;
  private final Effects effects;
  private final Runtime runtime;
  private final Aftermath aftermath;
  private final InstantSource clock;

  /** Where a fix is by now. */
  public interface Runtime {

    /** Whether every known instance of its service runs it. */
    boolean runs(Fixes.Fix fix);

    /** Whether a later commit of the deployed branch takes it back. */
    boolean isReverted(Fixes.Fix fix);
  }

  /** What follows from what a fix did. */
  public interface Aftermath {

    /** Its issue as good as stopped. */
    void helped(Fixes.Fix fix);

    /** Its issue goes on as before. */
    void didNothing(Fixes.Fix fix);

    /** It made things worse, or people took it back. */
    void didHarm(Fixes.Fix fix, String reason);
  }

  public FixEffects(
      Fixes fixes, EventStore events, Effects effects, Runtime runtime, Aftermath aftermath,
      InstantSource clock) {
    this.fixes = fixes;
    this.events = events;
    this.effects = effects;
    this.runtime = runtime;
    this.aftermath = aftermath;
    this.clock = clock;
  }

  /** Looks at every fix that was carried out and is not decided on. */
  public void look() {
    for (Fixes.Fix fix : fixes.unjudged()) {
      Optional<Effect> known = effects.of(fix.id());
      if (runtime.isReverted(fix)) {
        decide(fix, known.orElseGet(() -> Effect.none(fix.id(), clock.instant())),
            State.REVERTED, "a later commit takes it back");
      } else if (known.isPresent()) {
        watch(fix, known.get());
      } else if (runtime.runs(fix)) {
        events.issue(fix.issue()).ifPresent(issue -> effects.begin(fix.id(), issue));
      }
    }
  }

  private void watch(Fixes.Fix fix, Effect effect) {
    Optional<Issue> issue = events.issue(fix.issue());
    if (issue.isEmpty()) {
      return;
    }
    Effect now = effect.after(Math.max(0, issue.get().count() - effect.countAtStart()));
    Duration watched = Duration.between(effect.since(), clock.instant());
    RateChange change =
        new RateChange(
            now.before(), now.hoursBefore(), now.dispersion(), now.after(),
            watched.toMillis() / MILLIS_PER_HOUR);
    boolean over = watched.compareTo(WINDOW) >= 0;
    boolean telling = over || effect.hoursBefore() >= Effects.HOURS_TELLING_MIN;
    if (telling && change.isMore()) {
      decide(fix, now, State.WORSE, "it happens more often than before");
    } else if (over && change.isGone()) {
      decide(fix, now, State.FIXED, now.after() == 0 ? "it stopped" : "it as good as stopped");
    } else if (over && now.after() > 0) {
      decide(fix, now, State.FAILING, "it still happens");
    } else if (watched.compareTo(WINDOW_MAX) >= 0) {
      decide(fix, now, State.UNKNOWN, "it was too rare to tell");
    } else {
      effects.write(now);
    }
  }

  private void decide(Fixes.Fix fix, Effect effect, State state, String reason) {
    effects.decide(effect.in(state, reason), fix.issue());
    switch (state) {
      case FIXED -> aftermath.helped(fix);
      case FAILING -> aftermath.didNothing(fix);
      case WORSE, REVERTED -> aftermath.didHarm(fix, reason);
      case WATCHED, UNKNOWN -> {}
    }
  }
}
