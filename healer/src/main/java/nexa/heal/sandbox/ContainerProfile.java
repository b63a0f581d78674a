package nexa.heal.sandbox;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.Ulimit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nexa.event.Sha256;

/**
 * The walls of the sandbox: no network, no capabilities, nothing of the host writable, and bounds on
 * memory, processes, processors and disk. Constants, all of them.
 */
final class ContainerProfile {

  static final String USER = "65534:65534";

  /** The runner and two test JVMs side by side, each with half a gigabyte of heap, and their files. */
  private static final long MEMORY_BYTES = 2L * 1024 * 1024 * 1024;
  private static final long PIDS_MAX = 256;
  private static final long NANO_CPUS = 2_000_000_000L;
  private static final Map<String, String> TMPFS =
      Map.of(
          "/work", "rw,noexec,nosuid,nodev,size=512m,nr_inodes=50k,mode=0700,uid=65534,gid=65534",
          "/tmp", "rw,noexec,nosuid,nodev,size=16m,nr_inodes=1k,mode=1777");

  private ContainerProfile() {}

  /** The engine's form of the profile around read-only mounts. */
  static HostConfig hostConfig(List<Mount> readOnly) {
    return HostConfig.newHostConfig()
        .withNetworkMode("none")
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges"))
        .withReadonlyRootfs(true)
        .withPidsLimit(PIDS_MAX)
        .withMemory(MEMORY_BYTES)
        .withMemorySwap(MEMORY_BYTES)
        .withNanoCPUs(NANO_CPUS)
        .withIpcMode("none")
        .withCgroupnsMode("private")
        .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
        .withUlimits(List.of(new Ulimit("nofile", 1024L, 1024L), new Ulimit("core", 0L, 0L)))
        .withOomScoreAdj(1000)
        .withTmpFs(TMPFS)
        .withAutoRemove(true)
        .withMounts(readOnly);
  }

  /** A digest over everything the profile says. */
  static String digest() {
    String text =
        "network=none cap-drop=ALL no-new-privileges seccomp=default read-only ipc=none cgroupns=private"
            + " log=none nofile=1024 core=0 oom-score-adj=1000 auto-remove"
            + " user=" + USER
            + " pids=" + PIDS_MAX
            + " memory=" + MEMORY_BYTES
            + " nanocpus=" + NANO_CPUS
            + " tmpfs=" + new TreeMap<>(TMPFS);
    return Sha256.hex(text);
  }
}
