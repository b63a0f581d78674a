package nexa.agent.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexa.issue.Service;
import org.jspecify.annotations.Nullable;

/**
 * One of the {@code senders} of an input as written: keys that speak for certain services only, or for
 * any where none are named.
 */
record RawSender(@Nullable String keyFile, @Nullable List<@Nullable String> services) {

  private static final int SENDERS_MAX = 100;

  /**
   * All keys of an input: those of its {@code keyFile}, for any service, and those of its senders.
   *
   * @param place where the input stands
   * @param known the services that the configuration names
   * @throws BadValue when one of them cannot be used, or speaks for two
   */
  static List<Access.Key> keys(
      String place,
      @Nullable String keyFile,
      @Nullable List<@Nullable RawSender> senders,
      List<Service> known) {
    List<Access.Key> keys = new ArrayList<>();
    if (keyFile != null) {
      Keys.read(place + "/keyFile", keyFile).forEach(key -> keys.add(new Access.Key(key)));
    }
    if (senders != null && (senders.isEmpty() || senders.size() > SENDERS_MAX)) {
      throw new BadValue(
          place + "/senders",
          "senders must be one to " + SENDERS_MAX
              + " entries with a keyFile; leave it out for none");
    }
    int at = 0;
    for (RawSender sender : senders == null ? List.<@Nullable RawSender>of() : senders) {
      String its = place + "/senders/" + at++;
      if (sender == null) {
        throw new BadValue(its, "this sender is empty; give it a keyFile");
      }
      keys.addAll(sender.keys(its, keys, known));
    }
    return keys;
  }

  private List<Access.Key> keys(String place, List<Access.Key> others, List<Service> known) {
    if (keyFile == null) {
      throw new BadValue(place, "a sender needs a keyFile: a file with its keys, one a line");
    }
    List<String> values = Keys.read(place + "/keyFile", keyFile);
    if (others.stream().anyMatch(other -> values.contains(other.value()))) {
      throw new BadValue(
          place + "/keyFile",
          "a key in " + keyFile + " is another sender's too; make one for each sender");
    }
    Set<String> names = names(place + "/services", services, known);
    return values.stream().map(value -> new Access.Key(value, names)).toList();
  }

  /**
   * The services that a list names, by name or alias.
   *
   * @param services null for any, which gives none
   * @throws BadValue when it names none, or one that the configuration does not
   */
  static Set<String> names(
      String place, @Nullable List<@Nullable String> services, List<Service> known) {
    if (services == null) {
      return Set.of();
    }
    if (services.isEmpty()) {
      throw new BadValue(place, "services must name one at least; leave it out for any service");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < services.size(); i++) {
      String given = services.get(i);
      names.add(
          named(given, known)
              .orElseThrow(
                  () -> new BadValue(
                      place, "no service has the name or alias '" + given
                          + "'; correct it, or add it to services: at the end of this file")));
    }
    return names;
  }

  private static Optional<String> named(@Nullable String given, List<Service> known) {
    return known.stream()
        .map(Service::name)
        .filter(name -> name.equals(given))
        .findFirst()
        .or(
            () -> known.stream()
                .filter(service -> given != null && service.aliases().contains(given))
                .map(Service::name)
                .findFirst());
  }
}
