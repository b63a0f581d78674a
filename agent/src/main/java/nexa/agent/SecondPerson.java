package nexa.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import nexa.agent.config.FourEyes;
import nexa.agent.config.FourEyes.Kind;
import nexa.heal.source.Project;
import nexa.heal.verify.SecurityCode;
import nexa.issue.TrustLevel;
import nexa.patch.Origin;
import nexa.patch.Patch;

/**
 * Says of a fix why two persons have to approve it.
 *
 * @param besides the other services that a service's repository is of
 */
public record SecondPerson(FourEyes fourEyes, Function<String, List<String>> besides) {

  /** Where one person does everything. */
  public static final SecondPerson NEVER = new SecondPerson(FourEyes.NONE, service -> List.of());

  /**
   * Why, in words; empty where one person is enough.
   *
   * @param project read only where its text matters
   * @param level how far the fix goes
   */
  List<String> because(
      String service, Supplier<Project> project, Patch patch, TrustLevel level) {
    Set<Kind> kinds = fourEyes.of(service);
    List<String> because = new ArrayList<>();
    if (kinds.contains(Kind.ALL)) {
      because.add("each fix of " + service + " needs two persons");
    }
    if (kinds.contains(Kind.SECURITY)) {
      SecurityCode.touchedBy(project.get(), patch)
          .ifPresent(file -> because.add("it changes " + file + ", which is security code"));
    }
    if (kinds.contains(Kind.SERVICES) && !besides.apply(service).isEmpty()) {
      because.add(
          "it changes code that " + String.join(", ", besides.apply(service)) + " is made of, too");
    }
    if (kinds.contains(Kind.COMMIT) && level.includes(TrustLevel.COMMIT)) {
      because.add("it moves the deployed branch");
    }
    if (kinds.contains(Kind.HOTSWAP) && level.includes(TrustLevel.HOTSWAP)) {
      because.add("it goes into running JVMs");
    }
    if (kinds.contains(Kind.MODEL) && patch.origin() instanceof Origin.Model) {
      because.add("a language model wrote it");
    }
    return because;
  }
}
