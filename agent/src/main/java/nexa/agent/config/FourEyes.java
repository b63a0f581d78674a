package nexa.agent.config;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What two different persons have to approve.
 *
 * @param usual of every service
 * @param byService in place of that, by a service's name
 */
public record FourEyes(Set<Kind> usual, Map<String, Set<Kind>> byService) {

  /** A kind of fix. */
  public enum Kind {
    /** Changes code of log-ins, permissions or secrets. */
    SECURITY,
    /** Changes code that more than one service is made of. */
    SERVICES,
    /** Moves the deployed branch. */
    COMMIT,
    /** Goes into running JVMs. */
    HOTSWAP,
    /** Was written by a language model. */
    MODEL,
    /** Any. */
    ALL;

    /** Its name as the configuration has it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where nobody said otherwise. */
  public static final FourEyes USUAL =
      new FourEyes(Set.of(Kind.SECURITY, Kind.SERVICES), Map.of());

  /** Where one person does everything. */
  public static final FourEyes NONE = new FourEyes(Set.of(), Map.of());

  public FourEyes {
    usual = Set.copyOf(usual);
    byService = Map.copyOf(byService);
  }

  /** The kinds of a service's fixes that two have to approve. */
  public Set<Kind> of(String service) {
    return byService.getOrDefault(service, usual);
  }

  /**
   * Reads what the file says.
   *
   * @param given null where it says nothing
   * @param services what it says in each service, by name; only of those that say something
   */
  static FourEyes of(
      @Nullable List<@Nullable String> given, Map<String, Written> services) {
    Map<String, Set<Kind>> byService = new HashMap<>();
    services.forEach((name, kinds) -> byService.put(name, kinds("/services/" + kinds.at()
        + "/fourEyes", kinds.words())));
    return new FourEyes(given == null ? USUAL.usual() : kinds("/fourEyes", given), byService);
  }

  /**
   * What a service says.
   *
   * @param at its place among the services
   */
  record Written(int at, List<@Nullable String> words) {}

  private static Set<Kind> kinds(String place, List<@Nullable String> words) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      kinds.add(
          Arrays.stream(Kind.values())
              .filter(kind -> kind.word().equals(word))
              .findFirst()
              .orElseThrow(
                  () -> new BadValue(
                      place,
                      "fourEyes must be a list of security, services, commit, hotswap, model and"
                          + " all, or [] for nothing, not '" + word + "'")));
    }
    return kinds;
  }
}
