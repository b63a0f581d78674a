package nexa.heal.group;

import org.jspecify.annotations.Nullable;

/** A model that turns text into a vector of length one, as far as grouping needs one. */
public interface Embedding {

  /** The vector of a text, null when this host cannot run the model now. */
  float @Nullable [] embed(String text);

  /** The model's id, told with every decision that its vectors spoke for. */
  String model();
}
