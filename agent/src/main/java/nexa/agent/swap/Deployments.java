package nexa.agent.swap;

import java.util.List;
import java.util.Optional;
import nexa.agent.effect.FixEffects;
import nexa.agent.store.Effects;
import nexa.agent.store.Fixes;
import nexa.agent.store.Runs;
import nexa.agent.store.Swaps;
import nexa.repair.Change;
import org.jspecify.annotations.Nullable;

/** Whether a fix runs: by the JVMs that are connected, else by the release that was seen last. */
public record Deployments(
    Effects effects, Runs runs, Jvms jvms, Swaps swaps, GitReleases releases)
    implements
      FixEffects.Runtime {

  @Override
  public boolean runs(Fixes.Fix fix) {
    Optional<Change> change = runs.change(fix);
    if (change.isEmpty()) {
      return false;
    }
    String service = fix.plan().diagnosis().issue().service();
    String commit = change.get().commit();
    List<Jvms.Jvm> connected = jvms.of(service);
    return connected.isEmpty()
        ? holds(service, effects.newestRelease(service).orElse(null), commit)
        : connected.stream()
            .allMatch(jvm -> isIn(fix, jvm) || holds(service, jvm.hello().release(), commit));
  }

  private boolean isIn(Fixes.Fix fix, Jvms.Jvm jvm) {
    return swaps.find(fix.id(), jvm.process()).filter(entry -> entry.state().isLive()).isPresent();
  }

  private boolean holds(String service, @Nullable String release, String commit) {
    return release != null && releases.hold(service, release, commit);
  }

  @Override
  public boolean isReverted(Fixes.Fix fix) {
    String service = fix.plan().diagnosis().issue().service();
    return runs.change(fix).filter(change -> releases.isReverted(service, change.commit()))
        .isPresent();
  }
}
