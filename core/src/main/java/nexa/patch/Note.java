package nexa.patch;

/** What a reviewer should see in a patch and what is no reason to trust it less. */
public enum Note {
  LAMBDA("adds a lambda"),
  DEFAULT("goes on with a default"),
  INDEX("goes on with another index"),
  TWICE("evaluates an expression twice");

  private final String text;

  Note(String text) {
    this.text = text;
  }

  /** The note in words, as it stands among a patch's risks. */
  public String text() {
    return text;
  }

  static boolean isOne(String risk) {
    for (Note note : values()) {
      if (note.text.equals(risk)) {
        return true;
      }
    }
    return false;
  }
}
