package nexa.agent.forge;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import nexa.agent.store.Fixes;
import nexa.agent.store.Merges;
import nexa.agent.store.Publications;
import nexa.agent.store.Publications.Publication;
import nexa.agent.store.Publications.State;
import nexa.agent.task.PeriodicTask;
import nexa.heal.apply.GitRemote;
import nexa.repair.Plan;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings to the forges what is due, one after the other, and again later what did not get there; what is
 * not needed any more it does not bring, or closes there. What was done is found, not done twice; while
 * Nexa is paused nothing leaves.
 */
public final class ForgeCourier implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ForgeCourier.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration BACKOFF = Duration.ofSeconds(10);
  private static final Duration BACKOFF_MAX = Duration.ofMinutes(30);
  private static final int ATTEMPTS_MAX = 12;
  private static final int COMMENT_CHARS_MAX = 300;
  private static final int DOUBLINGS_MAX = 8;

  private final ForgePublisher publisher;
  private final Publications publications;
  private final Fixes fixes;
  private final Merges merges;
  private final BooleanSupplier paused;
  private final InstantSource clock;
  private final PeriodicTask task = new PeriodicTask("nexa-publish", POLL, this::deliver);

  public ForgeCourier(
      ForgePublisher publisher, Publications publications, Fixes fixes, Merges merges,
      BooleanSupplier paused, InstantSource clock) {
    this.publisher = publisher;
    this.publications = publications;
    this.fixes = fixes;
    this.merges = merges;
    this.paused = paused;
    this.clock = clock;
  }

  /** Begins. */
  public void start() {
    task.start();
  }

  /** What runs it. */
  public PeriodicTask task() {
    return task;
  }

  /** Brings everything that is due now. */
  void deliver() {
    while (!paused.getAsBoolean() && !task.isClosed()) {
      Optional<Publication> due = publications.due();
      if (due.isEmpty()) {
        return;
      }
      deliver(due.get());
    }
  }

  private void deliver(Publication due) {
    try {
      Optional<Fixes.Fix> fix = fixes.find(due.fix());
      Optional<ForgeTarget> target =
          fix.flatMap(found -> publisher.target(service(found.plan())));
      Optional<String> moot = merges.moot(due.fix());
      if (due.state() == State.CLOSING) {
        close(due, target.orElse(null), moot.isPresent());
        return;
      }
      if (moot.isPresent()) {
        superseded(due, moot.get(), true);
        return;
      }
      if (fix.isEmpty() || target.isEmpty()
          || !ForgePublisher.isTold(fix.get().plan(), target.get())) {
        publications.refused(
            due, "The configuration has changed since this was approved. Heal the issue again.");
        return;
      }
      push(due, fix.get(), target.get());
    } catch (GitRemote.UnknownRemote e) {
      refused(due, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) { // a bug in one must not keep all others back forever
      log.warn("msg=\"cannot publish\" fix={}", due.fix(), e);
      later(due, "It failed: " + e, BACKOFF);
    }
  }

  private void close(
      Publication closing, @Nullable ForgeTarget target, boolean withdrawn) {
    Publications.PullRequest request = closing.request();
    Forge forge = target == null ? null : target.forge();
    if (request == null || target == null || forge == null
        || !request.repository().equals(target.repository())) {
      refused(closing, "The configuration has changed since this was proposed.");
      return;
    }
    String why = merges.instead(closing.fix()).orElse("Another fix was merged.");
    String comment = "Nexa closes this: " + Markdown.title(why, COMMENT_CHARS_MAX);
    switch (forge.close(request.number(), comment)) {
      case Forge.Closing.Closed closed -> superseded(closing, why, withdrawn);
      case Forge.Closing.Merged merged -> publications.left(closing, State.MERGED, why);
      case Forge.Answer.Refused(String reason) -> refused(closing, why + " " + reason);
      case Forge.Answer.Later(String reason, Duration after) -> later(closing, reason, after);
    }
  }

  private void superseded(Publication which, String why, boolean withdrawn) {
    log.info("msg=\"superseded\" fix={} reason=\"{}\"", which.fix(), why);
    publications.superseded(which, why);
    fixes.superseded(which.fix(), why, withdrawn);
  }

  /** A person has to see to it: what was to be closed stays open. */
  private void refused(Publication due, String reason) {
    if (due.state() == State.CLOSING) {
      publications.left(due, State.OPEN, reason + " Close it by hand.");
    } else {
      publications.refused(due, reason);
    }
  }

  private static String service(Plan plan) {
    return plan.diagnosis().issue().service();
  }

  private void push(Publication due, Fixes.Fix fix, ForgeTarget target) {
    switch (target.remote().push(due.change())) {
      case GitRemote.Answer.Done(String remark, boolean moved) -> {
        Forge forge = target.forge();
        if (forge == null || moved) { // what is deployed need not be proposed
          publications.pushed(due, remark);
        } else {
          propose(due, fix, target, forge, remark);
        }
      }
      case GitRemote.Answer.Refused(String reason) -> publications.refused(due, reason);
      case GitRemote.Answer.Later(String reason) -> later(due, reason, BACKOFF);
    }
  }

  private void propose(
      Publication due, Fixes.Fix fix, ForgeTarget target, Forge forge,
      @Nullable String remark) {
    Plan plan = fix.plan();
    PullRequestText text =
        new PullRequestText(plan, due.change(), fix.decidedBy(), target.address());
    Forge.Proposal proposal =
        new Forge.Proposal(
            due.change().branch(), target.service().branch(), text.title(),
            text.body(
                at -> forge.source(plan.diagnosis().commit(), at.file(), at.line())));
    switch (forge.propose(proposal)) {
      case Forge.Answer.Open open -> {
        log.info("msg=\"proposed\" fix={} address={}", due.fix(), open.address());
        publications.opened(
            due,
            new Publications.PullRequest(
                target.kind(), target.repository(), open.number(), open.address().toString()),
            remark);
      }
      case Forge.Answer.Refused(String reason) -> publications.refused(due, reason);
      case Forge.Answer.Later(String reason, Duration after) -> later(due, reason, after);
    }
  }

  private void later(Publication due, String reason, Duration atLeast) {
    if (due.attempts() + 1 >= ATTEMPTS_MAX) {
      boolean isClosing = due.state() == State.CLOSING;
      refused(
          due, "Given up after " + ATTEMPTS_MAX + " attempts. " + reason
              + (isClosing ? "" : " Publish the fix again when it is mended."));
      return;
    }
    Duration backoff = BACKOFF.multipliedBy(1L << Math.min(due.attempts(), DOUBLINGS_MAX));
    Duration bounded = backoff.compareTo(BACKOFF_MAX) > 0 ? BACKOFF_MAX : backoff;
    Duration wait = bounded.compareTo(atLeast) > 0 ? bounded : atLeast;
    publications.later(due, reason, clock.instant().plus(wait));
  }

  @Override
  public void close() {
    task.close();
  }
}
