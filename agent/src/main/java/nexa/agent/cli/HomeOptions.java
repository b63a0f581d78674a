package nexa.agent.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nexa.agent.config.Config;
import nexa.agent.config.ConfigFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options every command has that needs the daemon or its state. */
final class HomeOptions {

  @Option(names = "--home", paramLabel = "DIR", description = "All state (default ~/.nexa).")
  private @Nullable Path home;

  @Option(names = "--port", paramLabel = "N", description = "The daemon's port (default 6392).")
  private @Nullable Integer port;

  @Option(names = "--config", paramLabel = "FILE", description = "The configuration file.")
  private @Nullable Path file;

  /** These options again, for a process that shall use the same state. */
  List<String> arguments(Config config) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--home", config.home().toString()));
    arguments.addAll(List.of("--port", Integer.toString(config.port())));
    if (file != null) {
      arguments.addAll(List.of("--config", file.toString()));
    }
    return arguments;
  }

  /** The configuration with these options applied. */
  Config config() {
    Config config = ConfigFile.find(file, System.getenv(), Path.of("").toAbsolutePath());
    if (port != null && (port < 0 || port > 65535)) {
      throw new CommandFailure(ExitCode.USAGE, "--port must be 0 to 65535, not " + port);
    }
    return config.at(
        home == null ? config.home() : home.toAbsolutePath(), port == null ? config.port() : port);
  }
}
