package nexa.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexa.agent.config.Config;
import nexa.agent.forge.Mirrors;
import nexa.agent.swap.SwapKey;
import nexa.heal.model.ModelSettings;
import nexa.heal.sandbox.DockerSandbox;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.sandbox.SandboxSettings;
import nexa.heal.source.GitProjects;
import nexa.heal.source.Project;
import nexa.heal.source.Projects.UnreadableProject;
import nexa.issue.Service;
import nexa.issue.TrustLevel;

/** Looks whether what Nexa needs on this host is there and works. */
public final class Checkup {

  private static final long DISK_FREE_MIN = 1L << 30;
  private static final Duration RUN_MAX = Duration.ofMinutes(1);

  private final Config config;

  /**
   * One thing that was looked at.
   *
   * @param detail what was seen, or what is wrong and the next step
   */
  public record Finding(String subject, boolean works, String detail) {}

  public Checkup(Config config) {
    this.config = config;
  }

  /** Looks at everything. */
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    findings.add(home());
    findings.add(sandbox());
    findings.add(model());
    for (Service service : config.services()) {
      findings.add(repository(service));
      if (service.trust().includes(TrustLevel.HOTSWAP)) {
        findings.add(hotswap(service));
      }
    }
    if (config.services().isEmpty()) {
      findings.add(
          new Finding("services", false,
              "none is configured; add one to nexa.yaml under services:"));
    }
    return findings;
  }

  private Finding home() {
    try {
      Path folder = Files.createDirectories(config.home());
      long free = Files.getFileStore(folder).getUsableSpace();
      String detail = folder + ", " + (free >> 20) + " MB free";
      return new Finding("home", free >= DISK_FREE_MIN && Files.isWritable(folder), detail);
    } catch (IOException e) {
      return new Finding("home", false, "cannot use " + config.home() + ": " + e.getMessage());
    }
  }

  private Finding sandbox() {
    SandboxSettings settings =
        new SandboxSettings(config.home().toString(), config.sandbox().image(), RUN_MAX, RUN_MAX);
    try (DockerSandbox sandbox = new DockerSandbox(settings)) {
      return new Finding("sandbox", true, sandbox.identity());
    } catch (Sandbox.Unavailable e) {
      return new Finding("sandbox", false, String.valueOf(e.getMessage()));
    }
  }

  /** Asks nothing of it, for that costs money. */
  private Finding model() {
    ModelSettings model = config.model();
    return new Finding(
        "model", true,
        model == null ? "none is configured; Nexa needs none" : model + ", asked last");
  }

  private Finding hotswap(Service service) {
    String subject = "hotswap " + service.name();
    if (SwapKey.publicText(config.home()).isEmpty()) {
      return new Finding(subject, false, "has no key yet: start the daemon by nexa up");
    }
    return new Finding(
        subject,
        true,
        "start its JVMs with -javaagent:nexa-agent.jar="
            + AgentOptions.of(config.home(), config.port(), service));
  }

  private Finding repository(Service service) {
    String subject = "service " + service.name();
    Path repository = service.repository();
    if (repository == null) {
      return new Finding(subject, true, "has no repository: observed, never healed");
    }
    Optional<String> problem = Mirrors.refresh(config, service);
    if (problem.isPresent()) {
      return new Finding(subject, false, problem.get());
    }
    try {
      Project project = new GitProjects().read(repository, service.branch());
      return new Finding(
          subject,
          true,
          repository + " at " + project.tree().commit().substring(0, 10) + ", "
              + project.mainSources().size() + " sources, " + project.classpath().size() + " jars");
    } catch (UnreadableProject e) {
      return new Finding(subject, false, String.valueOf(e.getMessage()));
    }
  }
}
