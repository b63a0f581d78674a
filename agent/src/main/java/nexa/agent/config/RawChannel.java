package nexa.agent.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import nexa.agent.config.NotifyConfig.Channel;
import nexa.agent.config.NotifyConfig.Kind;
import nexa.agent.config.NotifyConfig.Moment;
import nexa.agent.config.NotifyConfig.Target;
import nexa.agent.config.NotifyConfig.Wanted;
import nexa.event.Severity;
import nexa.issue.Service;
import org.jspecify.annotations.Nullable;

/** One of {@code notify} as written: absent keys are null. */
record RawChannel(
    @Nullable String name,
    @Nullable String kind,
    @Nullable String urlFile,
    @Nullable String urlEnv,
    @Nullable String keyFile,
    @Nullable String keyEnv,
    @Nullable String from,
    @Nullable List<@Nullable String> to,
    @Nullable List<@Nullable String> services,
    @Nullable List<@Nullable String> moments,
    @Nullable String severity) {

  private static final int CHANNELS_MAX = 20;
  private static final int RECEIVERS_MAX = 50;
  private static final int ADDRESS_LENGTH_MAX = 254;
  private static final int PAGE_LENGTH_MAX = 200;
  private static final String PAGERDUTY = "https://events.pagerduty.com/v2/enqueue";

  /**
   * The sections {@code publicUrl} and {@code notify} with every default.
   *
   * @param known the services that the configuration names
   */
  static NotifyConfig all(
      @Nullable String publicUrl,
      @Nullable List<@Nullable RawChannel> raw,
      Map<String, String> environment,
      List<Service> known) {
    List<@Nullable RawChannel> written = raw == null ? List.of() : raw;
    if (written.size() > CHANNELS_MAX) {
      throw new BadValue("/notify", "notify must be at most " + CHANNELS_MAX + " channels");
    }
    List<Channel> channels = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < written.size(); i++) {
      String place = "/notify/" + i;
      RawChannel channel = written.get(i);
      if (channel == null) {
        throw new BadValue(place, "this channel is empty; give it a kind");
      }
      Channel filled = channel.filled(place, environment, known);
      if (!names.add(filled.name())) {
        throw new BadValue(
            place, "there are two channels with the name '" + filled.name() + "'; name one anew");
      }
      channels.add(filled);
    }
    return new NotifyConfig(page(publicUrl), channels);
  }

  private static @Nullable String page(@Nullable String publicUrl) {
    if (publicUrl == null) {
      return null;
    }
    URI url = SecretUrl.parsed(publicUrl);
    if (url == null || publicUrl.length() > PAGE_LENGTH_MAX || !SecretUrl.isHttp(url)
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw new BadValue(
          "/publicUrl",
          "publicUrl must be the page's address, such as https://nexa.example.com, with no ? or #");
    }
    return publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
  }

  private Channel filled(String place, Map<String, String> environment, List<Service> known) {
    Kind which = filledKind(place);
    return new Channel(
        filledName(place, which),
        which,
        new Target(url(place, which, environment), keys(place, which, environment),
            sender(place, which), receivers(place, which)),
        new Wanted(
            RawSender.names(place + "/services", services, known), filledMoments(place),
            filledSeverity(place)));
  }

  private Kind filledKind(String place) {
    return Stream.of(Kind.values())
        .filter(each -> each.word().equals(kind))
        .findFirst()
        .orElseThrow(
            () -> new BadValue(
                kind == null ? place : place + "/kind",
                "kind must be slack, discord, teams, pagerduty, email or webhook"
                    + (kind == null ? "" : ", not '" + kind + "'")));
  }

  private String filledName(String place, Kind which) {
    String given = name == null ? which.word() : name;
    if (!RawWebhook.isPlainName(given)) {
      throw new BadValue(place + "/name", RawWebhook.plainNameWanted(given));
    }
    return given;
  }

  private URI url(String place, Kind which, Map<String, String> environment) {
    String text =
        SecretUrl.text(place, "url", urlFile, urlEnv, environment)
            .orElse(which == Kind.PAGERDUTY ? PAGERDUTY : null);
    if (text == null) {
      throw new BadValue(
          place,
          which.word() + " needs urlFile or urlEnv: where its address stands, as it is a secret");
    }
    return SecretUrl.of(place + (urlFile == null ? "/urlEnv" : "/urlFile"), which, text);
  }

  private List<String> keys(String place, Kind which, Map<String, String> environment) {
    boolean needed = which == Kind.PAGERDUTY || which == Kind.WEBHOOK;
    String at = place + (keyFile == null ? "/keyEnv" : "/keyFile");
    List<String> keys =
        SecretUrl.text(place, "key", keyFile, keyEnv, environment)
            .map(text -> Keys.of(at, String.valueOf(keyFile == null ? keyEnv : keyFile), text))
            .orElse(List.of());
    if (needed && keys.isEmpty()) {
      throw new BadValue(
          place,
          which == Kind.PAGERDUTY
              ? "pagerduty needs keyFile or keyEnv: where its integration key stands"
              : "webhook needs keyFile or keyEnv: where the key stands that signs");
    }
    if (!needed && !keys.isEmpty()) {
      throw new BadValue(at, which.word() + " has no key: its address is its secret");
    }
    return keys;
  }

  private @Nullable String sender(String place, Kind which) {
    if (which == Kind.EMAIL) {
      return address(from == null ? place : place + "/from", "from", from);
    }
    if (from != null) {
      throw new BadValue(place + "/from", "from goes with kind: email only");
    }
    return null;
  }

  private List<String> receivers(String place, Kind which) {
    if (which != Kind.EMAIL) {
      if (to != null) {
        throw new BadValue(place + "/to", "to goes with kind: email only");
      }
      return List.of();
    }
    if (to == null || to.isEmpty() || to.size() > RECEIVERS_MAX) {
      throw new BadValue(
          to == null ? place : place + "/to",
          "email needs to: one to " + RECEIVERS_MAX + " addresses");
    }
    List<String> receivers = new ArrayList<>();
    to.forEach(each -> receivers.add(address(place + "/to", "to", each)));
    return receivers;
  }

  private static String address(String place, String key, @Nullable String text) {
    int at = text == null ? -1 : text.indexOf('@');
    if (text == null || at <= 0 || at != text.lastIndexOf('@') || at == text.length() - 1
        || text.length() > ADDRESS_LENGTH_MAX
        || !text.chars().allMatch(c -> c > ' ' && c < 127 && ",;<>\"()[]\\".indexOf(c) < 0)) {
      throw new BadValue(
          place, "email needs " + key + " as a plain address, such as nexa@example.com");
    }
    return text;
  }

  private Set<Moment> filledMoments(String place) {
    if (moments == null) {
      return Set.of(Moment.FIX_WAITING);
    }
    Set<Moment> filled = EnumSet.noneOf(Moment.class);
    for (String given : moments) {
      filled.add(
          Moment.of(given)
              .orElseThrow(
                  () -> new BadValue(
                      place + "/moments",
                      "moments must be of fix.waiting, issue.opened, fix.applied and"
                          + " fix.rolled_back, not '" + given + "'")));
    }
    if (filled.isEmpty()) {
      throw new BadValue(
          place + "/moments", "moments must name one at least; leave it out for fix.waiting");
    }
    return filled;
  }

  private Severity filledSeverity(String place) {
    if (severity == null) {
      return Severity.ERROR;
    }
    return Stream.of(Severity.values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(severity))
        .findFirst()
        .orElseThrow(
            () -> new BadValue(
                place + "/severity",
                "severity must be trace, debug, info, warn, error or fatal, not '" + severity
                    + "'"));
  }
}
