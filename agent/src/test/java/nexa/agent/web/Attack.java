package nexa.agent.web;

/**
 * A request that must be refused, and one that differs in what makes it wrong and must not be: without it,
 * a server that refuses everything would pass.
 *
 * @param refusal the status that is answered
 * @param control the request as an honest visitor sends it
 * @param success the status it gets, {@link #LET_IN} for any but a refusal
 */
record Attack(String name, RawRequest request, int refusal, RawRequest control, int success) {

  static final int LET_IN = 0;

  @Override
  public String toString() {
    return name;
  }
}
