package nexa.repair;

/** How a healing run ended. */
public sealed interface Outcome {

  /** The approved fix is on its branch. */
  record Fixed(Plan plan, Change change) implements Outcome {}

  /** A person, or the trust level, said no. */
  record Declined(Plan plan, String reason) implements Outcome {}

  /** The crash did not happen again in the sandbox. */
  record NotReproduced(String reason) implements Outcome {}

  /** The crash was reproduced and no candidate survived. */
  record NoPatch(String reason) implements Outcome {}

  /** The cause lies outside the code, or with whoever called it; {@code reason} holds the evidence. */
  record NotCode(Triage.Cause cause, String reason) implements Outcome {}

  /** Nexa stops before it starts; {@code reason} names what is missing. */
  record Abstained(String reason) implements Outcome {}
}
