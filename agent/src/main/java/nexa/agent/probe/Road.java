package nexa.agent.probe;

import java.io.IOException;
import java.net.URI;

/**
 * A way of events into the daemon that a stranger could take.
 *
 * @param name what it is called, such as {@code otlp gRPC}
 * @param input the input it leads to
 * @param sends what goes there, in words
 * @param address where it begins
 * @param whereClosed what to do where nobody listens there
 */
record Road(String name, String input, String sends, URI address, String whereClosed, Wire wire) {

  /** Speaks the protocol of an input. */
  @FunctionalInterface
  interface Wire {

    /**
     * Sends what a ticket is for.
     *
     * @throws IOException when nobody is there, or the answer breaks off
     */
    Reply send(Desk.Ticket ticket) throws IOException, InterruptedException;
  }

  /**
   * An answer.
   *
   * @param isAccepted whether a client would take what it sent for delivered
   * @param said the answer, in short
   */
  record Reply(boolean isAccepted, String said) {}
}
