package nexa.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system in memory that can be filled; only root may mount one. */
record SmallDisk(Path root) implements AutoCloseable {

  /** Mounts a disk, or skips the test. */
  static SmallDisk mount(Path root) throws IOException, InterruptedException {
    Files.createDirectories(root);
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", root.toString()) == 0,
        "Skipped: mounting a small disk needs root");
    return new SmallDisk(root);
  }

  /** Leaves no free byte; gives the file to delete for space. */
  Path fill() throws IOException {
    Path filler = root.resolve("filler");
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
    return filler;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    assertThat(run("umount", "-l", root.toString())).isZero();
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }
}
