package nexa.bench;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Requests that go on in the background until they are told to end. */
final class Loading implements AutoCloseable {

  private final AtomicBoolean stop = new AtomicBoolean();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Future<Load.Answers> answers;

  Loading(Load load, String path) {
    answers = thread.submit(() -> load.until(path, stop));
  }

  Load.Answers end() throws IOException, InterruptedException {
    stop.set(true);
    try {
      return answers.get();
    } catch (ExecutionException e) {
      throw new IOException("The requests broke off", e.getCause());
    }
  }

  @Override
  public void close() {
    stop.set(true);
    thread.shutdownNow();
  }
}
