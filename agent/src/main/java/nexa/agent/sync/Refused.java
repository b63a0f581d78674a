package nexa.agent.sync;

/** A client is sent away; the message says what was wrong, in words of ours alone. */
public final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  Refused(Refusal refusal, String detail) {
    super(detail, null, false, false);
    this.refusal = refusal;
  }

  static Refused malformed(String detail) {
    return new Refused(Refusal.MALFORMED, detail);
  }

  /** Why, as one of few. */
  public Refusal refusal() {
    return refusal;
  }
}
