package nexa.repair;

/** What a person said about a plan. */
public sealed interface Decision {

  /** Carry the plan out. */
  record Approved(String by, String digest) implements Decision {}

  /** Do not. */
  record Declined(String by, String reason) implements Decision {}
}
