package nexa.heal.sandbox.runner;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Process 1 of the container. It compiles the project once, then each overlay, and starts a fresh JVM
 * for each run. It is the container's dead-man switch too: when its standard input ends or its time is
 * up, it halts, and the kernel ends every other process with it.
 */
public final class Runner {

  private static final int FAILURE_CHARS_MAX = 2000;

  private final DataInputStream in;
  private final Messages messages;
  private final CompletableFuture<Workshop> workshop = new CompletableFuture<>();

  private Runner(DataInputStream in, Messages messages) {
    this.in = in;
    this.messages = messages;
  }

  /**
   * Serves requests from standard input until it ends.
   *
   * @param arguments the process's lifetime in seconds
   */
  public static void main(String[] arguments) throws IOException {
    haltAfter(Duration.ofSeconds(Long.parseLong(arguments[0])));
    DataInputStream in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
    FileOutputStream pipe = new FileOutputStream(FileDescriptor.out);
    System.setOut(System.err);
    byte[] secret = new byte[Wire.SECRET_BYTES];
    try {
      in.readFully(secret);
      new Runner(in, new Messages(pipe, secret)).serve();
    } catch (EOFException e) {
      Runtime.getRuntime().halt(0); // the daemon is gone, or done
    }
  }

  private static void haltAfter(Duration lifetime) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    var unused =
        timer.schedule(
            () -> Runtime.getRuntime().halt(3), lifetime.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void serve() throws IOException {
    while (true) {
      int kind = in.readUnsignedByte();
      byte[] request = Wire.readBytes(in);
      DataInputStream body = new DataInputStream(new ByteArrayInputStream(request));
      switch (kind) {
        case Wire.SETUP -> setUp(ProjectFiles.read(body));
        case Wire.RUN -> run(RunRequest.read(body));
        case Wire.TRIAL -> run(TrialRequest.read(body));
        default -> throw new IOException("Unknown request " + kind);
      }
    }
  }

  // This thread only reads, so that it notices the end of the input whatever the others do.
  private void setUp(ProjectFiles project) {
    Thread.ofPlatform().name("set-up").start(() -> build(project));
  }

  private void build(ProjectFiles project) {
    try {
      List<String> breaches = Probe.breaches(project.libraries());
      Workshop opened = new Workshop(project, messages);
      WarmCompiler.Compiled built =
          breaches.isEmpty() ? opened.build()
              : new WarmCompiler.Compiled(List.of(), Set.of(), false);
      messages.write(
          Wire.READY,
          out -> {
            Wire.writeTexts(out, breaches);
            Wire.writeTexts(out, built.errors());
            out.writeBoolean(built.holds());
            Wire.writeTexts(out, built.holds() ? List.copyOf(built.leftOut()) : List.of());
          });
      workshop.complete(opened);
    } catch (IOException | RuntimeException e) { // a compiler that throws ends this container
      System.err.println("cannot set the project up: " + e);
      Runtime.getRuntime().halt(4);
    }
  }

  private void run(RunRequest request) {
    start(request.run(), () -> workshop.join().run(request));
  }

  private void run(TrialRequest request) {
    start(request.run(), () -> workshop.join().trials().run(request));
  }

  private void start(int run, Work work) {
    Thread.ofPlatform()
        .name("run-" + run)
        .start(
            () -> {
              try {
                work.run();
              } catch (IOException | RuntimeException | InterruptedException e) {
                // this run's end, no more
                String text = Wire.bounded("the runner failed: " + e, FAILURE_CHARS_MAX);
                messages.write(Wire.ENDED, out -> new RunEnd(run, -1, text, true).writeTo(out));
              }
            });
  }

  /** What a run does. */
  private interface Work {
    void run() throws IOException, InterruptedException;
  }
}
