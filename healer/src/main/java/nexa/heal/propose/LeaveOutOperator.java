package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_RUN;

import java.util.List;

/** Leaves out all the statements that need a bad value, where one of them cannot be left out alone. */
final class LeaveOutOperator implements RepairOperator {

  @Override
  public String name() {
    return "leave-out";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return switch (kind) {
      case NULL, INDEX, LENGTH, DIVISOR, CAST, EMPTY -> true;
      default -> false;
    };
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    return Fault.of(site)
        .filter(_ -> site.canRepeat() && StatementRun.of(site) != null)
        .map(fault -> Suggestion.of(REPLACE_RUN, "if (" + fault.good() + ") {\n  ${run}\n}", 2,
            "${culprit} could not be used; the steps that need it are left out."))
        .stream()
        .toList();
  }
}
