package nexa.javaagent.ship;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Appends events to a file, one a line, where no daemon runs. */
final class SpoolFile implements Delivery {

  private static final long BYTES_MAX = 64L << 20;

  private final String file;
  private @Nullable OutputStream out;
  private long bytes;

  SpoolFile(String file) {
    this.file = file;
  }

  @Override
  public int deliver(List<String> events, Counters counters) {
    try {
      OutputStream to = out;
      if (to == null) {
        to = new FileOutputStream(file, true);
        out = to;
      }
      for (String event : events) {
        byte[] line = (event + "\n").getBytes(StandardCharsets.UTF_8);
        bytes += line.length;
        if (bytes > BYTES_MAX) {
          counters.dropped.incrementAndGet();
        } else {
          to.write(line);
          to.flush();
          counters.sent.incrementAndGet();
        }
      }
    } catch (IOException e) { // a full or missing disk: these are lost, and counted
      counters.errors.incrementAndGet();
      counters.dropped.addAndGet(events.size());
    }
    return events.size();
  }

  @Override
  public void status(List<StatusPart> parts) {}

  @Override
  public boolean order(String members) {
    return true; // no daemon, no orders
  }
}
