package nexa.agent.forge;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import nexa.agent.config.ForgeConfig;
import nexa.agent.store.Fixes;
import nexa.agent.store.Merges;
import nexa.agent.store.Publications;
import nexa.agent.store.Publications.Publication;
import nexa.agent.store.Publications.PullRequest;
import nexa.agent.store.Reviews;
import nexa.memory.Case;
import tools.jackson.databind.JsonNode;

/**
 * Takes what forges tell of the fixes that were proposed there: what was merged is confirmed, and ends what
 * waits beside it; what was closed is a bad example from then on, and what people said is kept with the
 * fix. The same told twice, or late, changes nothing, nor what Nexa itself closes.
 */
public final class ForgeNews {

  private final Publications publications;
  private final Reviews reviews;
  private final Fixes fixes;
  private final Function<String, Optional<Case>> cases;
  private final Consumer<Case> remember;
  private final Merges merges;
  private final BiConsumer<String, Reviews.Review> asks;
  private final ForgeEvents events;

  /**
   * @param cases the case of a fix
   * @param remember replaces one
   * @param asks is told of whoever asks for changes of a fix that is proposed, with what they said
   */
  public ForgeNews(
      Publications publications,
      Reviews reviews,
      Fixes fixes,
      Function<String, Optional<Case>> cases,
      Consumer<Case> remember,
      Merges merges,
      BiConsumer<String, Reviews.Review> asks,
      InstantSource clock) {
    this.publications = publications;
    this.reviews = reviews;
    this.fixes = fixes;
    this.cases = cases;
    this.remember = remember;
    this.merges = merges;
    this.asks = asks;
    this.events = new ForgeEvents(clock);
  }

  /**
   * Takes one message.
   *
   * @param mayTell whether its sender may tell of a service
   * @return whether it told something new of a fix
   */
  public boolean take(ForgeConfig.Kind kind, JsonNode body, Predicate<String> mayTell) {
    return switch (events.of(kind, body)) {
      case ForgeEvent.Decided decided ->
          find(kind, decided.subject(), mayTell)
              .filter(publication -> decide(kind, publication, decided))
              .isPresent();
      case ForgeEvent.Said said ->
          find(kind, said.subject(), mayTell)
              .filter(publication -> said(publication, said))
              .isPresent();
      case ForgeEvent.Other other -> false;
    };
  }

  /** Told again it is asked again, as a daemon may have been killed between the one and the other. */
  private boolean said(Publication publication, ForgeEvent.Said said) {
    boolean isNew = reviews.add(publication.fix(), said.review());
    if (said.review().asks() && said.isOfTeam()
        && publication.state() == Publications.State.OPEN) {
      asks.accept(publication.fix(), said.review());
    }
    return isNew;
  }

  private Optional<Publication> find(
      ForgeConfig.Kind kind, ForgeEvent.Subject subject, Predicate<String> mayTell) {
    return publications.ofRequest(kind.text(), subject.number()).stream()
        .filter(publication -> isOf(publication, subject))
        .filter(
            publication -> fixes
                .find(publication.fix())
                .filter(fix -> mayTell.test(fix.plan().diagnosis().issue().service()))
                .isPresent())
        .findFirst();
  }

  private static boolean isOf(Publication publication, ForgeEvent.Subject subject) {
    PullRequest request = publication.request();
    return request != null
        && request.repository().equalsIgnoreCase(subject.repository())
        && (subject.branch().isEmpty() || subject.branch().equals(publication.change().branch()));
  }

  /** Told again it is done again, as a daemon may have been killed between the one and the other. */
  private boolean decide(
      ForgeConfig.Kind kind, Publication publication, ForgeEvent.Decided decided) {
    String fix = publication.fix();
    if (decided.state() == Publications.State.CLOSED && publication.isSuperseded()) {
      return false;
    }
    String by = decided.actor() + " (" + kind.text() + ")";
    String reason =
        decided.state() == Publications.State.CLOSED
            ? reviews.lastBy(fix, decided.actor())
                .map(Reviews.Review::text)
                .filter(text -> !text.isEmpty())
                .orElse("closed without a reason")
            : null;
    boolean isNew =
        publications.decided(
            publication, decided.state(), by, reason, decided.time().toEpochMilli());
    if (!isNew && publication.state() != decided.state()) {
      return false; // later news is known
    }
    switch (decided.state()) {
      case CLOSED -> {
        fixes.turnedDown(fix, by + ": " + reason);
        change(fix, closed -> closed.with(Case.Outcome.REJECTED));
      }
      default -> {
        fixes.upheld(fix);
        change(fix, closed -> closed.with(Case.Outcome.APPROVED));
        if (decided.state() == Publications.State.MERGED) {
          merges.settle(fix, by)
              .forEach(each -> change(each, other -> other.with(Case.Outcome.REJECTED)));
        }
      }
    }
    return isNew;
  }

  /** A fix that a running service had to give back stays so, whoever merges it. */
  private void change(String fix, UnaryOperator<Case> change) {
    cases
        .apply(fix)
        .filter(closed -> closed.outcome() != Case.Outcome.ROLLED_BACK)
        .map(change)
        .ifPresent(remember);
  }
}
