package nexa.heal.learn;

/** Why a commit taught nothing. */
public enum LeftOut {
  MERGE("merges other commits"),
  FIRST("has no commit before it here"),
  NO_MAIN_CODE("changes no Java code but tests"),
  FILES("adds, moves or removes main code files"),
  LARGE("is too large for one fix"),
  LAYOUT("changes layout, comments or imports only"),
  DECLARATIONS("changes more than the bodies of one or two methods"),
  SCATTERED("changes a method in more than one place"),
  NO_EVIDENCE("says too little of a crash"),
  NO_EXCEPTION("does not tell which exception was thrown"),
  NO_RECIPE("changes what is no recipe for other code"),
  UNREADABLE("cannot be read");

  private final String reason;

  LeftOut(String reason) {
    this.reason = reason;
  }

  /** The reason as the end of a sentence about a commit. */
  public String reason() {
    return reason;
  }
}
