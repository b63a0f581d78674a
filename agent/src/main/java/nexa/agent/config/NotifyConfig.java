package nexa.agent.config;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import nexa.event.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Whom Nexa tells, and where people reach its page.
 *
 * @param page the page's address without a slash at its end, null for the loopback one
 */
public record NotifyConfig(@Nullable String page, List<Channel> channels) {

  /** Nobody is told. */
  public static final NotifyConfig NONE = new NotifyConfig(null, List.of());

  public NotifyConfig {
    channels = List.copyOf(channels);
  }

  /** By what protocol people are told. */
  public enum Kind {
    /** Slack's incoming webhook, which Mattermost and Rocket.Chat take too. */
    SLACK,
    DISCORD,
    /** A workflow of Teams that waits for a webhook and posts its card. */
    TEAMS,
    PAGERDUTY,
    EMAIL,
    /** CloudEvents, signed by Standard Webhooks. */
    WEBHOOK;

    /** As {@code nexa.yaml} names it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What people are told of. */
  public enum Moment {
    FIX_WAITING("fix.waiting"),
    ISSUE_OPENED("issue.opened"),
    FIX_APPLIED("fix.applied"),
    FIX_ROLLED_BACK("fix.rolled_back"),
    /** The first of two approved a fix; whoever wants to hear of a fix that waits hears of this, too. */
    SECOND_NEEDED("fix.second_needed"),
    /** A person wants to see whether a channel works; nobody can subscribe to it. */
    TEST("test");

    private final String word;

    Moment(String word) {
      this.word = word;
    }

    /** As {@code nexa.yaml} and the event stream name it. */
    public String word() {
      return word;
    }

    /** The one of a name that a channel can want. */
    static Optional<Moment> of(@Nullable String word) {
      return Stream.of(values())
          .filter(moment -> moment != TEST && moment != SECOND_NEEDED && moment.word.equals(word))
          .findFirst();
    }

    /** Whether a channel that wants some moments wants this one. */
    public boolean isAmong(Set<Moment> wanted) {
      return wanted.contains(this == SECOND_NEEDED ? FIX_WAITING : this);
    }
  }

  /**
   * One way to people.
   *
   * @param name tells it from the others
   */
  public record Channel(String name, Kind kind, Target target, Wanted wanted) {}

  /**
   * Where a channel leads.
   *
   * @param url a secret: who has it can write there
   * @param keys PagerDuty's integration key, or those that sign; empty where the address is enough
   * @param from the sender of an e-mail, null for the others
   * @param to the receivers of an e-mail, empty for the others
   */
  public record Target(
      URI url, List<String> keys, @Nullable String from, List<String> to) {
    public Target {
      keys = List.copyOf(keys);
      to = List.copyOf(to);
    }

    /** The host alone: the rest is secret. */
    @Override
    public String toString() {
      return String.valueOf(url.getHost());
    }
  }

  /**
   * What a channel is told of.
   *
   * @param services by their names, empty for all
   * @param least of new issues, those at least so severe
   */
  public record Wanted(Set<String> services, Set<Moment> moments, Severity least) {
    public Wanted {
      services = Set.copyOf(services);
      moments = Set.copyOf(moments);
    }

    /** Whether it is told of a moment of a service. */
    public boolean holds(Moment moment, String service, Severity severity) {
      return moment.isAmong(moments)
          && (services.isEmpty() || services.contains(service))
          && (moment != Moment.ISSUE_OPENED || severity.compareTo(least) >= 0);
    }
  }
}
