package nexa.heal.apply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import nexa.event.OneLine;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * GnuPG as a program, as git itself uses it: it knows this user's keyring, agent and smart cards, and
 * which keys are revoked. It never asks the network.
 */
final class GpgProgram {

  private static final long SECONDS_MAX = 30;
  private static final int OUTPUT_CHARS_MAX = 64 * 1024;
  private static final int REASON_CHARS_MAX = 300;

  private final @Nullable Path home;

  /**
   * @param home the folder with the keys; null for this user's
   */
  GpgProgram(@Nullable Path home) {
    this.home = home;
  }

  /** Signs with one of the keys. */
  record Signer(GpgProgram program, String key) implements CommitSigner {

    @Override
    public byte[] sign(Repository repository, byte[] commit, PersonIdent committer)
        throws IOException {
      return program.sign(key, commit);
    }

    @Override
    public String toString() {
      return "the GPG key " + key;
    }
  }

  Signer signer(String key) {
    return new Signer(this, key);
  }

  private byte[] sign(String key, byte[] commit) throws IOException {
    Path folder = Files.createTempDirectory("nexa-gpg");
    try {
      Path text = Files.write(folder.resolve("commit"), commit);
      Path signature = folder.resolve("signature");
      Ran ran =
          run(
              folder,
              List.of(
                  "--local-user", key, "--armor", "--output", signature.toString(),
                  "--detach-sign", text.toString()));
      if (ran.exit != 0 || !Files.exists(signature)) {
        throw new IOException(
            "Cannot sign with the GPG key " + key + ": " + ran.reason()
                + ". Nothing was committed; correct git.signingKey, or unlock the key.");
      }
      return Files.readAllBytes(signature);
    } finally {
      remove(folder);
    }
  }

  /**
   * Holds a signature against a text.
   *
   * @return what gpg says of it on its status lines, without their beginning
   * @throws IOException when there is no gpg
   */
  List<String> verify(byte[] text, byte[] signature) throws IOException {
    Path folder = Files.createTempDirectory("nexa-gpg");
    try {
      Path signed = Files.write(folder.resolve("commit"), text);
      Path armour = Files.write(folder.resolve("signature"), signature);
      String status = "[GNUPG:] ";
      return run(
          folder,
          List.of(
              "--status-fd=1", "--no-auto-key-retrieve", "--disable-dirmngr", "--verify",
              armour.toString(), signed.toString())).output
          .lines()
          .filter(line -> line.startsWith(status))
          .map(line -> line.substring(status.length()))
          .toList();
    } finally {
      remove(folder);
    }
  }

  /** A run that ended. */
  private record Ran(int exit, String output) {

    private String reason() {
      String last = output.lines().filter(line -> !line.isBlank()).reduce("", (a, b) -> b);
      return OneLine.of(last, REASON_CHARS_MAX);
    }
  }

  private Ran run(Path folder, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("gpg", "--batch", "--no-tty"));
    if (home != null) {
      command.addAll(List.of("--homedir", home.toString()));
    }
    command.addAll(arguments);
    Path output = folder.resolve("output");
    Process gpg =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    try {
      if (!gpg.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IOException("gpg took longer than " + SECONDS_MAX + " s; does it ask something?");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while gpg ran", e);
    } finally {
      gpg.destroyForcibly();
    }
    byte[] said = Files.readAllBytes(output);
    return new Ran(
        gpg.exitValue(),
        new String(said, 0, Math.min(said.length, OUTPUT_CHARS_MAX), StandardCharsets.UTF_8));
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
