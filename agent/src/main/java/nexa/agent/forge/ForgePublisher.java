package nexa.agent.forge;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import nexa.agent.config.ForgeConfig;
import nexa.agent.store.Publications;
import nexa.heal.apply.GitRemote;
import nexa.issue.Diagnosis;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.repair.Change;
import nexa.repair.Plan;
import nexa.repair.Published;
import nexa.repair.Publisher;
import nexa.repair.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes which fixes are to be pushed and proposed, and says so in their plans beforehand. */
public final class ForgePublisher implements Publisher {

  private static final Logger log = LoggerFactory.getLogger(ForgePublisher.class);

  private final Function<String, Service> services;
  private final Map<String, ForgeConfig> forges;
  private final Publications publications;

  /**
   * @param services the service of a name
   * @param forges where its fixes go, by its name
   */
  public ForgePublisher(
      Function<String, Service> services, Map<String, ForgeConfig> forges,
      Publications publications) {
    this.services = services;
    this.forges = Map.copyOf(forges);
    this.publications = publications;
  }

  /**
   * What would be done with a fix of a service. Why a remote cannot be told is for the log: a plan may be
   * published.
   */
  public List<String> actions(Diagnosis diagnosis, Standing standing) {
    try {
      return target(diagnosis.issue().service())
          .map(target -> target.actions(moves(standing)))
          .orElse(List.of());
    } catch (GitRemote.UnknownRemote e) {
      log.warn(
          "msg=\"nothing is pushed\" service={} reason=\"{}\"", diagnosis.issue().service(),
          e.getMessage());
      return List.of("Push nothing, as the remote cannot be told");
    }
  }

  private static boolean moves(Standing standing) {
    return standing.level().includes(TrustLevel.COMMIT);
  }

  /** Whether a plan says all that would be done now. */
  static boolean isTold(Plan plan, ForgeTarget target) {
    return plan.actions().containsAll(target.actions(moves(plan.standing())));
  }

  /** Where a service's fixes go, empty when they stay. */
  Optional<ForgeTarget> target(String service) {
    ForgeConfig config = forges.get(service);
    return config == null
        ? Optional.empty()
        : Optional.of(ForgeTarget.of(services.apply(service), config));
  }

  @Override
  public Published publish(Plan plan, Change change) {
    String service = plan.diagnosis().issue().service();
    try {
      Optional<ForgeTarget> target = target(service);
      if (target.isEmpty()) {
        return Published.nowhere("Service " + service + " has no forge");
      }
      if (!isTold(plan, target.get())) {
        return Published.nowhere("The plan that was approved does not say so");
      }
      publications.begin(plan.id(), change, target.get().address());
      return new Published(target.get().address(), null);
    } catch (GitRemote.UnknownRemote e) {
      return Published.nowhere(String.valueOf(e.getMessage()));
    }
  }
}
