package nexa.heal.verify;

import java.util.List;
import nexa.heal.verify.Candidate.Grounds;
import nexa.patch.Origin;

/** What candidates that stop the crash tell of one another. */
final class Rivals {

  /** The operator that tries other variables. */
  private static final String GUESSING = "other-variable";

  private Rivals() {}

  /**
   * The same candidates, doubted where others of them speak against them.
   *
   * @param refused the promised exception that a candidate's call ends in which goes on without what
   *     crashed, empty when there is none
   */
  static List<Candidate> doubted(String exceptionType, String refused, List<Candidate> green) {
    return withoutSilence(refused, withoutGuesses(exceptionType, withoutCovers(green)));
  }

  /**
   * Another variable makes many a null go away. Where leaving the null out stops the crash as well, and
   * nothing calls for that, nothing tells which is meant.
   */
  private static List<Candidate> withoutGuesses(
      String exceptionType, List<Candidate> green) {
    boolean isNull = exceptionType.equals("java.lang.NullPointerException");
    boolean hasDoubtfulGuard =
        green.stream().anyMatch(each -> each.isDoubtful() && !each.computes());
    if (!isNull || !hasDoubtfulGuard) {
      return green;
    }
    return green.stream()
        .map(
            each -> each.patch().origin().name().equals(GUESSING)
                ? each.doubted("uses another value, where leaving this one out stops the crash too")
                : each)
        .toList();
  }

  /**
   * Where a method that goes on without what crashed ends in an exception that it promises, its input is one
   * that it refuses, and nothing tells that silence is a better answer.
   */
  private static List<Candidate> withoutSilence(String refused, List<Candidate> green) {
    return refused.isEmpty()
        ? green
        : green.stream()
            .map(
                each -> each.computes()
                    ? each
                    : each.doubted("a call that goes on without what crashed ends in " + refused))
            .toList();
  }

  /** Where taking back the last change of these lines stops the crash, a silent patch only covers it up. */
  private static List<Candidate> withoutCovers(List<Candidate> green) {
    boolean hasRevert = green.stream().anyMatch(Rivals::isRevert);
    return hasRevert
        ? green.stream()
            .map(
                each -> isRevert(each) || each.grounds() == Grounds.COMPUTED
                    ? each
                    : each.doubted("hides what the last change of these lines broke"))
            .toList()
        : green;
  }

  private static boolean isRevert(Candidate candidate) {
    return candidate.patch().origin() instanceof Origin.Revert && !candidate.isDoubtful();
  }
}
