package nexa.agent.web;

import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexa.agent.store.Grants;
import nexa.agent.store.Grants.Grant;
import nexa.agent.store.Grants.PatchClass;
import nexa.agent.store.TrackRecords;
import nexa.agent.store.TrackRecords.Track;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The routes of trust: how far which patches go, what speaks for more, and a person's word on it. */
final class TrustRoutes {

  /** So many approved in a row, and none rejected, speak for the next level. */
  private static final int APPROVED_MIN = 5;

  private static final int TEXT_LENGTH_MAX = 200;
  private static final String DEFAULT = "default";

  private final Door door;
  private final List<Service> services;
  private final Grants grants;
  private final TrackRecords tracks;

  TrustRoutes(Door door, WebServer.Parts parts) {
    this.door = door;
    this.services = parts.services();
    this.grants = parts.grants();
    this.tracks = parts.tracks();
  }

  /**
   * How far a service is trusted.
   *
   * @param configured what {@code nexa.yaml} says
   * @param level what holds
   */
  private record ServiceView(
      String service, String configured, String level, List<GrantView> set,
      List<TrackView> record) {}

  /**
   * What somebody set.
   *
   * @param fix the fix whose harm lowered it, null when a person set it
   */
  private record GrantView(
      String origin, String inPackage, String level, String by, Instant time, String reason,
      @Nullable String fix) {

    static GrantView of(Grant grant) {
      return new GrantView(
          grant.of().origin(), grant.of().inPackage(), grant.level().text(), grant.by(),
          grant.time(), grant.reason(), grant.fix());
    }
  }

  /**
   * What people made of one origin's patches since its level was set.
   *
   * @param raise the level that this speaks for, null for none
   */
  private record TrackView(
      String origin, String level, int approved, int unasked, int rejected, int harmed,
      @Nullable String raise) {}

  void addTo(Routes routes) {
    routes.get(
        "/api/v1/trust", "How far which patches are trusted", door::requireRead,
        context -> Map.of(
            "schema", "nexa.trust/1", "services", services.stream().map(this::view).toList()));
    routes.put(
        "/api/v1/trust/{service}", "Sets how far a service or a class of its patches is trusted",
        door::requireAdmin, this::set);
  }

  private ServiceView view(Service service) {
    List<Grant> set = grants.ofService(service.name());
    TrustLevel level = Grants.level(set, service);
    return new ServiceView(
        service.name(),
        service.trust().text(),
        level.text(),
        set.stream().map(GrantView::of).toList(),
        tracks.ofService(service.name()).stream()
            .map(track -> view(
                track,
                find(set, new PatchClass(service.name(), track.origin(), ""))
                    .map(Grant::level)
                    .orElse(level)))
            .toList());
  }

  private static Optional<Grant> find(List<Grant> set, PatchClass patches) {
    return set.stream().filter(grant -> grant.of().equals(patches)).findFirst();
  }

  private static TrackView view(Track track, TrustLevel level) {
    boolean raise =
        track.isSpotless() && track.approved() >= APPROVED_MIN
            && TrustLevel.COMMIT.includes(level);
    return new TrackView(
        track.origin(), level.text(), track.approved(), track.unasked(), track.rejected(),
        track.harmed(), raise ? TrustLevel.values()[level.ordinal() + 1].text() : null);
  }

  private Object set(Context context) {
    String name = context.pathParam("service");
    Service service =
        services.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () -> Problem.notFound(
                    "configured service " + name, "GET /api/v1/trust lists them."));
    JsonNode body = RequestBody.json(RequestBody.bytes(context));
    PatchClass patches =
        new PatchClass(name, text(body, "origin"), text(body, "inPackage"));
    requireOrigin(patches.origin());
    TrustLevel level = level(body, patches);
    requireConfirmation(body, name, level == null ? raised(service, patches) : level);
    grants.set(patches, level, door.actor(context), text(body, "reason"));
    return view(service);
  }

  private static String text(JsonNode body, String field) {
    String text = body.path(field).asString("").strip();
    if (text.length() > TEXT_LENGTH_MAX || text.chars().anyMatch(Character::isISOControl)) {
      throw Problem.badRequest(
          field + " must be one line of at most " + TEXT_LENGTH_MAX + " characters.",
          "Say it shorter.");
    }
    return text;
  }

  private static void requireOrigin(String origin) {
    int colon = origin.indexOf(':');
    String kind = colon < 0 ? origin : origin.substring(0, colon);
    boolean known =
        colon < 0
            ? List.of("", "recalled", "revert", "operator", "model").contains(kind)
            : List.of("operator", "model").contains(kind) && colon < origin.length() - 1;
    if (!known) {
      throw Problem.badRequest(
          "There is no origin \"" + origin + "\".",
          "Use recalled, revert, operator, operator:NAME, model, model:NAME, or leave it out.");
    }
  }

  /** The level that is asked for, null for what held before anybody set one. */
  private static @Nullable TrustLevel level(JsonNode body, PatchClass patches) {
    String text = body.path("level").asString("");
    if (text.equals(DEFAULT)) {
      return null;
    }
    TrustLevel level =
        TrustLevel.of(text)
            .orElseThrow(
                () -> Problem.badRequest(
                    "There is no trust level \"" + text + "\".",
                    "Use observe, propose, commit, hotswap, autonomous or default."));
    if (level == TrustLevel.AUTONOMOUS
        && (patches.origin().isEmpty() || patches.inPackage().isEmpty())) {
      throw Problem.badRequest(
          "Only a class of patches can be autonomous, not a whole service.",
          "Name an origin, such as operator:null-guard, and a package.");
    }
    return level;
  }

  /** The level that a class goes back to when what was set for it no longer holds, null for no raise. */
  private @Nullable TrustLevel raised(Service service, PatchClass patches) {
    List<Grant> set = grants.ofService(service.name());
    List<Grant> others = set.stream().filter(grant -> !grant.of().equals(patches)).toList();
    TrustLevel level = Grants.level(others, service, patches);
    return Grants.level(set, service, patches).includes(level) ? null : level;
  }

  /** What makes patches run in production is set by typing the service's name. */
  private static void requireConfirmation(
      JsonNode body, String service, @Nullable TrustLevel level) {
    if (level != null && level.includes(TrustLevel.HOTSWAP)
        && !body.path("confirm").asString("").equals(service)) {
      throw new Problem(
          403, "Not confirmed",
          "At " + level.text() + " patches go into running JVMs, so it must be confirmed.",
          "Send \"confirm\": \"" + service + "\", or add --confirm " + service + ".");
    }
  }
}
