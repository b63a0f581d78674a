package nexa.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import nexa.agent.store.Grants;
import nexa.agent.store.Grants.Grant;
import nexa.agent.store.Grants.PatchClass;
import nexa.heal.source.Project;
import nexa.issue.Diagnosis;
import nexa.issue.Issue;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.repair.Standing;
import nexa.repair.Trust;

/**
 * How far a patch is trusted. A person sets it for a service, and for classes of its patches by package
 * and origin, of which the most exact holds; each risk takes one level from it, and what only senders
 * nobody knows have told of is never more than proposed.
 */
public final class PatchTrust implements Trust {

  private final Function<String, Service> services;
  private final Function<String, List<Grant>> grants;
  private final Function<Diagnosis, Project> projects;
  private final Predicate<Issue> unauthenticated;
  private final SecondPerson second;

  /**
   * @param services the service of a name
   * @param grants what people set for a service
   * @param projects reads the service's project at the diagnosis's commit
   * @param unauthenticated whether only senders without a key told of an issue
   * @param second says why two persons have to approve
   */
  public PatchTrust(
      Function<String, Service> services,
      Function<String, List<Grant>> grants,
      Function<Diagnosis, Project> projects,
      Predicate<Issue> unauthenticated,
      SecondPerson second) {
    this.services = services;
    this.grants = grants;
    this.projects = projects;
    this.unauthenticated = unauthenticated;
    this.second = second;
  }

  @Override
  public TrustLevel of(Issue issue) {
    TrustLevel level = ofService(issue.service());
    return unauthenticated.test(issue) ? level.atMost(TrustLevel.PROPOSE) : level;
  }

  private TrustLevel ofService(String service) {
    return Grants.level(grants.apply(service), services.apply(service));
  }

  @Override
  public Standing of(Diagnosis diagnosis, Patch patch) {
    Issue issue = diagnosis.issue();
    Optional<Grant> grant = grant(diagnosis, patch);
    List<String> because = new ArrayList<>();
    TrustLevel level = grant.map(Grant::level).orElseGet(() -> ofService(issue.service()));
    because.add(grant.map(PatchTrust::text).orElseGet(
        () -> issue.service() + " is at " + ofService(issue.service()).text()
            + " in the configuration"));
    if (patch.origin() instanceof Origin.Model
        && grant.map(set -> set.of().origin()).orElse("").isEmpty()) {
      level = lower(level, TrustLevel.PROPOSE, "a language model wrote it", because);
    }
    for (String risk : patch.flags()) {
      level = lower(level, level.lowered(1), risk, because);
    }
    if (unauthenticated.test(issue)) {
      level = lower(level, TrustLevel.PROPOSE, "only senders nobody knows told of it", because);
    }
    boolean asked = level != TrustLevel.AUTONOMOUS;
    TrustLevel reached = asked ? level : ofService(issue.service()).atMost(TrustLevel.HOTSWAP);
    List<String> fourEyes =
        second.because(issue.service(), () -> projects.apply(diagnosis), patch, reached);
    return new Standing(reached, asked || !fourEyes.isEmpty(), because, fourEyes);
  }

  private static TrustLevel lower(
      TrustLevel level, TrustLevel to, String why, List<String> because) {
    TrustLevel lowered = level.atMost(to);
    if (lowered != level) {
      because.add("lowered to " + lowered.text() + ": " + why);
    }
    return lowered;
  }

  private static String text(Grant grant) {
    return grant.of().text() + " was set to " + grant.level().text() + " by " + grant.by()
        + (grant.reason().isEmpty() ? "" : ": " + grant.reason());
  }

  /** The most exact one that holds for a patch: the place first, then where it comes from. */
  Optional<Grant> grant(Diagnosis diagnosis, Patch patch) {
    List<Grant> set = grants.apply(diagnosis.issue().service());
    if (set.isEmpty()) {
      return Optional.empty();
    }
    Set<String> packages = packages(diagnosis, patch);
    String origin = patch.origin().trailer();
    return set.stream()
        .filter(grant -> grant.of().isOf(origin))
        .filter(grant -> packages.stream().allMatch(grant.of()::holds))
        .max(Grants.EXACTNESS);
  }

  private Set<String> packages(Diagnosis diagnosis, Patch patch) {
    List<String> roots = projects.apply(diagnosis).mainRoots();
    return patch.edits().stream()
        .map(edit -> Project.below(roots, edit.file()))
        .map(path -> path.substring(0, Math.max(0, path.lastIndexOf('/'))).replace('/', '.'))
        .collect(Collectors.toSet());
  }

  /** The class that is trusted less, and how much less, once a fix did harm. */
  record Fall(PatchClass of, TrustLevel level) {}

  /** What a fix that did harm takes away from patches like it. */
  Fall fall(Diagnosis diagnosis, Patch patch, Standing standing) {
    String inPackage = grant(diagnosis, patch).map(set -> set.of().inPackage()).orElse("");
    TrustLevel level = standing.asked() ? standing.level() : TrustLevel.AUTONOMOUS;
    return new Fall(
        new PatchClass(diagnosis.issue().service(), patch.origin().trailer(), inPackage),
        level.lowered(1));
  }
}
