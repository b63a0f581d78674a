package nexa.heal.reproduce;

/**
 * A test that repeats one captured call.
 *
 * @param call the call in words, such as {@code Cart.total}
 * @param substituted whether something that was not captured was made up
 */
record CallTest(
    String file, String source, String testId, int frameIndex, String call, boolean substituted) {

  /** The test's class, as the sandbox is asked for it. */
  String testClass() {
    return testId.substring(0, testId.indexOf('#'));
  }
}
