package nexa.agent;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nexa.issue.Service;
import nexa.issue.TrustLevel;

/** The configured services; a name that is not among them is a service without a repository. */
final class Services {

  private final List<Service> configured;

  Services(List<Service> configured) {
    this.configured = List.copyOf(configured);
  }

  List<Service> all() {
    return configured;
  }

  Optional<Service> find(String name) {
    return configured.stream().filter(service -> service.name().equals(name)).findFirst();
  }

  /** The names of the others that are made of the same repository. */
  List<String> besides(String name) {
    Path repository = get(name).repository();
    return repository == null
        ? List.of()
        : configured.stream()
            .filter(other -> !other.name().equals(name) && repository.equals(other.repository()))
            .map(Service::name)
            .toList();
  }

  /** The service of a name, with no repository when it is not configured. */
  Service get(String name) {
    return find(name)
        .orElseGet(
            () -> new Service(name, null, "main", List.of(), TrustLevel.PROPOSE, List.of()));
  }
}
