package nexa.heal.sandbox;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import nexa.heal.sandbox.Sandbox.Unavailable;
import nexa.heal.sandbox.runner.ProjectFiles;
import nexa.heal.sandbox.runner.RunEnd;
import nexa.heal.sandbox.runner.RunRequest;
import nexa.heal.sandbox.runner.TrialRequest;
import nexa.heal.sandbox.runner.Wire;

/** One container that was created: its two channels, and its end. */
final class Container implements AutoCloseable {

  private static final int TALK_CHARS_MAX = 2000;

  private final DockerClient docker;
  private final String id;
  private final Outbox outbox = new Outbox();
  private final byte[] secret = new byte[Wire.SECRET_BYTES];
  private final Inbox inbox;
  private final StringBuffer talk = new StringBuffer();
  private final CompletableFuture<Ready> ready = new CompletableFuture<>();
  private final Map<Integer, Record> runs = new ConcurrentHashMap<>();
  private final Channel channel = new Channel();
  private volatile boolean gone;

  Container(DockerClient docker, String id, SecureRandom random) {
    this.docker = docker;
    this.id = id;
    random.nextBytes(secret);
    this.inbox = new Inbox(secret, this::read);
  }

  /** Starts the container, gives it the project and waits until that is compiled. */
  Ready start(ProjectFiles project, Duration timeout) throws InterruptedException {
    docker
        .attachContainerCmd(id)
        .withStdIn(outbox)
        .withStdOut(true)
        .withStdErr(true)
        .withFollowStream(true)
        .exec(channel);
    channel.awaitStarted();
    docker.startContainerCmd(id).exec();
    outbox.send(secret);
    send(Wire.SETUP, project::writeTo);
    try {
      return ready.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new Unavailable("The sandbox did not compile the project in " + timeout, e);
    } catch (ExecutionException e) {
      throw new Unavailable("The sandbox ended before it was ready: " + talk, e.getCause());
    }
  }

  /** Starts a run; what it does is written to the record. */
  void run(RunRequest request, Record record) {
    run(request.run(), Wire.RUN, request::writeTo, record);
  }

  /** Starts a first look; what it sees is written to the record. */
  void run(TrialRequest request, Record record) {
    run(request.run(), Wire.TRIAL, request::writeTo, record);
  }

  private void run(int run, int kind, Body request, Record record) {
    runs.put(run, record);
    if (!send(kind, request)) {
      record.lost("the sandbox takes no more requests");
    }
    if (gone) {
      record.lost("the sandbox has ended");
    }
  }

  /** Whether the container has ended, or can no longer be trusted. */
  boolean isGone() {
    return gone;
  }

  /** Forgets a run that is over. */
  void forget(int run) {
    runs.remove(run);
  }

  /** Removes the container, also for a thread that was interrupted: the engine is asked all the same. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      remove();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void remove() {
    outbox.close();
    try {
      docker.removeContainerCmd(id).withForce(true).exec();
    } catch (NotFoundException | ConflictException e) {
      // It ended at the end of its input, and the engine has removed it or is about to.
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close the channel to container " + id, e);
    }
  }

  private boolean send(int kind, Body body) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      body.writeTo(new DataOutputStream(bytes));
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(request);
      out.writeByte(kind);
      Wire.writeBytes(out, bytes.toByteArray());
      return outbox.send(request.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a request in memory", e);
    }
  }

  private void read(int kind, DataInputStream body) throws IOException {
    switch (kind) {
      case Wire.READY ->
          ready.complete(
              new Ready(
                  Wire.readTexts(body), Wire.readTexts(body), body.readBoolean(),
                  Wire.readTexts(body)));
      case Wire.NOT_COMPILED -> {
        Record record = runs.get(body.readInt());
        if (record != null) {
          record.notCompiled(Wire.readTexts(body));
        }
      }
      case Wire.EVENT -> {
        Record record = runs.get(body.readInt());
        if (record != null) {
          record.event(body.readAllBytes());
        }
      }
      case Wire.ENDED -> {
        RunEnd end = RunEnd.read(body);
        Record record = runs.get(end.run());
        if (record != null) {
          record.ended(end);
        }
      }
      default -> throw new IOException("a message of no known kind");
    }
  }

  private void end(String reason) {
    gone = true;
    ready.completeExceptionally(new IOException(reason));
    runs.values().forEach(record -> record.lost(reason));
  }

  /**
   * What the container says once the project is compiled.
   *
   * @param breaches walls that do not stand
   */
  record Ready(
      List<String> breaches, List<String> errors, boolean holds, List<String> leftOut) {}

  /** Takes what is said of one run. */
  interface Record {

    /** The run's overlay does not compile. */
    void notCompiled(List<String> errors);

    /** The container went away. */
    void lost(String reason);

    /** The JVM wrote an event. */
    void event(byte[] event);

    /** The JVM has ended. */
    void ended(RunEnd seen);
  }

  /** Writes a request's body. */
  private interface Body {
    void writeTo(DataOutputStream out) throws IOException;
  }

  /** The engine's side of the attached channel. */
  private final class Channel extends ResultCallback.Adapter<Frame> {

    @Override
    public void onNext(Frame frame) {
      if (frame.getStreamType() == StreamType.STDERR) {
        if (talk.length() < TALK_CHARS_MAX) {
          talk.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
        }
        return;
      }
      try {
        inbox.accept(frame.getPayload());
      } catch (IOException e) {
        end(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public void onError(Throwable thrown) {
      end("the channel to the sandbox broke: " + thrown);
      super.onError(thrown);
    }

    @Override
    public void onComplete() {
      end("the sandbox ended, out of memory or out of time " + talk);
      super.onComplete();
    }
  }
}
