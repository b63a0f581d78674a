package nexa.repair;

import java.util.Map;

/** Hears of the single thoughts within a step while it goes on: what is tried, run and judged. */
@FunctionalInterface
public interface Thoughts {

  /** Nobody hears. */
  Thoughts UNHEARD = (name, facts) -> Thought.UNHEARD;

  /**
   * Begins a thought within the step that the calling thread is in.
   *
   * @param name what kind of thought it is, such as {@code candidate}
   * @param facts what is known at its beginning, in a few words; {@code what} says which one it is
   */
  Thought begin(String name, Map<String, String> facts);

  /** One thought. Any thread may go on with it; it ends once. */
  interface Thought {

    /** Nobody hears of it. */
    Thought UNHEARD =
        new Thought() {
          @Override
          public Thought begin(String name, Map<String, String> facts) {
            return this;
          }

          @Override
          public void end(End end, Map<String, String> facts) {
            // nobody hears
          }
        };

    /** Begins a thought within this one. */
    Thought begin(String name, Map<String, String> facts);

    /** Ends it, with what came out in a few words; {@code reason} says why it ended so. */
    void end(End end, Map<String, String> facts);
  }

  /** How a thought ended. */
  enum End {
    /** It led on. */
    OK,
    /** It was turned down, for a reason that can be told. */
    REFUSED,
    /** It was left without an answer, as enough others had one. */
    LEFT,
    /** Something that it needs broke. */
    FAILED
  }
}
