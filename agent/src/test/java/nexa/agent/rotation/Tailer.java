package nexa.agent.rotation;

import java.io.IOException;
import java.time.Instant;
import java.util.Random;

/** The collector of log files with the store behind it, which can be killed at any moment. */
interface Tailer extends AutoCloseable {

  void start() throws IOException;

  boolean isUp();

  /** Looks once at the files, and stores what is new. */
  void look(Instant now) throws IOException;

  /** Looks at the files, and is killed before, meanwhile or after. */
  void lookAndDie(Instant now, Random random) throws IOException;

  @Override
  void close() throws IOException;
}
