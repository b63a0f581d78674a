package nexa.agent.probe;

import tools.jackson.databind.JsonNode;

/** Where probes are given out, and where it is known what became of them: a daemon. */
public interface Desk {

  /** Gives a probe of an input out. */
  Ticket issue(String input);

  /** What became of a probe, as the API says it. */
  JsonNode state(String id);

  /**
   * A probe that was given out.
   *
   * @param secret shown in the header {@value Wires#HEADER}
   * @param text must stand in the one event that the probe brings
   */
  record Ticket(String id, String secret, String text) {

    /** One as the API gives it. */
    public static Ticket of(JsonNode issued) {
      return new Ticket(
          issued.path("id").asString(""), issued.path("secret").asString(""),
          issued.path("text").asString(""));
    }
  }
}
