package nexa.agent.notify;

import java.io.IOException;
import nexa.agent.store.Courier.Answer;

/** Tells people by one protocol. */
@FunctionalInterface
public interface Messenger {

  /**
   * Tells one message, which may have been told before.
   *
   * @throws IOException when the other side cannot be reached or does not speak the protocol
   */
  Answer tell(Message message) throws IOException;
}
