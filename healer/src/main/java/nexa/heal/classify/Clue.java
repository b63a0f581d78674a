package nexa.heal.classify;

import nexa.issue.Category;
import nexa.issue.Classification.Fault;

/**
 * One hint at what an event is.
 *
 * @param strength from 0 to 1: how often such a hint is right
 * @param why what was seen, in words
 */
record Clue(Category category, Fault fault, double strength, String why) {

  Clue weakened(double factor) {
    return new Clue(category, fault, strength * factor, why);
  }

  Clue blaming(Fault other) {
    return new Clue(category, other, strength, why);
  }
}
