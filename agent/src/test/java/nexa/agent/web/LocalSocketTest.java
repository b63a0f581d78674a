package nexa.agent.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Unix socket of a home, and who is let in by it: another program calls, as one user or another. */
@Timeout(60)
final class LocalSocketTest {

  private static final String NOBODY = "65534";

  @TempDir
  private Path folder;

  @Test
  void owner_needsNoToken() throws Exception {
    try (RunningServer server = new RunningServer(folder)) {
      String self = curl(server, List.of(), "/api/v1/session");

      assertThat(self)
          .contains("\"user\":\"" + System.getProperty("user.name") + "\"", "\"scope\":\"admin\"");
    }
  }

  @Test
  void tokenOfLess_isLessByTheSocketToo() throws Exception {
    try (RunningServer server = new RunningServer(folder)) {
      assertThat(curl(server, List.of("-H", "Authorization: Bearer x"), "/api/v1/session"))
          .contains("\"status\":401");
      assertThat(curl(server, List.of("-H", "Host: evil.example"), "/api/v1/session"))
          .contains("\"status\":421");
    }
  }

  @Test
  void anotherUser_cannotReachTheSocket() throws Exception {
    assumeOtherUsers();
    Path home = Files.createDirectory(open(folder).resolve("home"));
    try (RunningServer server = new RunningServer(home)) {
      assertThat(curlAs(server, "/api/v1/session")).isEmpty();
      assertThat(curl(server, List.of(), "/api/v1/session")).contains("admin");
    }
  }

  @Test
  void anotherUserWhoReachesTheSocket_isRefused() throws Exception {
    assumeOtherUsers();
    try (RunningServer server = new RunningServer(folder)) {
      open(folder);
      Path socket = folder.resolve("nexa.sock");
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));

      assertThat(curlAs(server, "/api/v1/session"))
          .contains("\"status\":403", "Another user's", "nexa token create");
      assertThat(curlAs(server, "/healthz")).contains("ok");
    }
  }

  @Test
  void home_isClosedToOthers() throws Exception {
    Path home = folder.resolve("a/home");
    try (RunningServer server = new RunningServer(home)) {
      assertThat(permissions(home)).isEqualTo("rwx------");
      assertThat(permissions(home.resolve("nexa.sock"))).isEqualTo("rw-------");
    }
    open(home);
    try (RunningServer again = new RunningServer(home)) {
      assertThat(permissions(home)).isEqualTo("rwx------");
    }
    assertThat(home.resolve("nexa.sock")).doesNotExist();
  }

  @Test
  void folderWithOtherThingsInIt_isLeftAsItIs() throws Exception {
    Files.writeString(open(folder).resolve("somebodys"), "own");

    try (RunningServer server = new RunningServer(folder)) {
      assertThat(permissions(folder)).isEqualTo("rwxr-xr-x");
    }
  }

  @Test
  void socketOfAKilledDaemon_isReplaced() throws Exception {
    Path socket = folder.resolve("nexa.sock");
    try (var left =
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      left.bind(UnixDomainSocketAddress.of(socket));
    }
    assertThat(socket).exists();

    try (RunningServer server = new RunningServer(folder)) {
      assertThat(curl(server, List.of(), "/healthz")).contains("ok");
    }
  }

  @Test
  void whereNoSocketCanBe_theDaemonWorksWithout() throws Exception {
    Path blocked = Files.createDirectory(folder.resolve("blocked"));
    Files.writeString(blocked.resolve("nexa.sock"), "a file of somebody's");
    Path deep = folder.resolve("d".repeat(120));

    for (Path home : List.of(blocked, deep)) {
      try (RunningServer server = new RunningServer(home)) {
        assertThat(server.get("/api/v1/session").statusCode()).isEqualTo(200);
      }
    }
    assertThat(blocked.resolve("nexa.sock")).hasContent("a file of somebody's");
  }

  private static Path open(Path folder) throws Exception {
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String permissions(Path file) throws Exception {
    assertThat(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS))
        .isNotNull();
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static void assumeOtherUsers() {
    assumeTrue(
        System.getProperty("user.name").equals("root")
            && Files.isExecutable(Path.of("/usr/bin/setpriv")),
        "only root can be somebody else, by setpriv");
  }

  private static String curlAs(RunningServer server, String path) throws Exception {
    return run(
        Stream.concat(
            Stream.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"),
            curl(server, path).stream()).toList());
  }

  private static String curl(RunningServer server, List<String> more, String path)
      throws Exception {
    return run(Stream.concat(curl(server, path).stream(), more.stream()).toList());
  }

  private static List<String> curl(RunningServer server, String path) {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
    return List.of(
        "curl", "-s", "--max-time", "20", "--unix-socket",
        server.home.resolve("nexa.sock").toString(), "http://localhost" + path);
  }

  private static String run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
