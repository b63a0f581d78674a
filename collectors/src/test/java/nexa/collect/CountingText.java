package nexa.collect;

/** A text that counts how often its characters are read. */
final class CountingText implements CharSequence {

  private final String text;
  private long reads;

  CountingText(String text) {
    this.text = text;
  }

  /** How often a character was read, on average. */
  double readsEach() {
    return (double) reads / text.length();
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    reads++;
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    reads += end - start;
    return text.subSequence(start, end);
  }
}
