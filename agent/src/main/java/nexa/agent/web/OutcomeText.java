package nexa.agent.web;

import nexa.repair.Outcome;

/** How a healing run ended, in words. */
final class OutcomeText {

  private OutcomeText() {}

  static String name(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Fixed fixed -> "fixed";
      case Outcome.Declined declined -> "declined";
      case Outcome.NotReproduced notReproduced -> "not-reproduced";
      case Outcome.NoPatch noPatch -> "no-patch";
      case Outcome.NotCode notCode -> "not-code";
      case Outcome.Abstained abstained -> "abstained";
    };
  }

  static String reason(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Fixed fixed ->
          "Commit " + fixed.change().commit() + " on branch " + fixed.change().branch()
              + (fixed.change().moved() == null ? "" : " and " + fixed.change().moved())
              + (fixed.change().left() == null ? "" : ", as " + fixed.change().left());
      case Outcome.Declined declined -> declined.reason();
      case Outcome.NotReproduced notReproduced -> notReproduced.reason();
      case Outcome.NoPatch noPatch -> noPatch.reason();
      case Outcome.NotCode notCode -> notCode.reason();
      case Outcome.Abstained abstained -> abstained.reason();
    };
  }
}
