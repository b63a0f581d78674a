package nexa.agent.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nexa.event.OneLine;
import nexa.issue.Service;

/** Which service a name from outside means: a configured one by name or alias, else one of that name. */
final class ServiceNames {

  private static final int LENGTH_MAX = 100;
  private static final String UNKNOWN = "unknown";

  private final Map<String, String> names = new HashMap<>();

  ServiceNames(List<Service> services) {
    services
        .forEach(service -> service.aliases().forEach(alias -> names.put(alias, service.name())));
    services.forEach(service -> names.put(service.name(), service.name()));
  }

  /** The service's name: fit for one line, at most 100 characters long. */
  String of(String given) {
    String known = names.get(given);
    if (known != null) {
      return known;
    }
    String name = OneLine.of(given, LENGTH_MAX);
    return name.isEmpty() ? UNKNOWN : name;
  }
}
