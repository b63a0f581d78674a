package nexa.heal.reproduce;

/**
 * A test that repeats one captured call.
 *
 * @param call the call in words, such as {@code Cart.total}
 * @param substituted whether something that was not captured was made up
 */
record CallTest(
    String file, String source, String testId, int frameIndex, String call, boolean substituted) {

  /** The same test in a class of another name, for many tests to be run at once. */
  CallTest numbered(int number) {
    String name = testClass().substring(testClass().lastIndexOf('.') + 1);
    String other = name.substring(0, name.length() - "Test".length()) + "Try" + number + "Test";
    return new CallTest(
        file.substring(0, file.length() - (name + ".java").length()) + other + ".java",
        source.replace("class " + name + " ", "class " + other + " "),
        testId.replace(name + "#", other + "#"),
        frameIndex, call, substituted);
  }

  /** The test's class, as the sandbox is asked for it. */
  String testClass() {
    return testId.substring(0, testId.indexOf('#'));
  }
}
