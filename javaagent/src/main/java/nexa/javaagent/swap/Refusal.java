package nexa.javaagent.swap;

/** Why an order is not carried out. */
final class Refusal extends Exception {

  private static final long serialVersionUID = 1;

  Refusal(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
