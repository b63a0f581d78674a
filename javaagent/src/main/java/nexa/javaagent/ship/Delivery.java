package nexa.javaagent.ship;

import java.util.List;

/** Where events go. */
interface Delivery {

  /** Hands over events; returns how many of the first need not be kept, 0 when it has to be tried later. */
  int deliver(List<String> events, Counters counters);

  /** Tells what the agent is doing. */
  void status(List<StatusPart> parts);

  /** Tells what became of an order; false when it has to be tried later. */
  boolean order(String members);
}
