package nexa.agent.web;

import io.javalin.http.Context;
import java.util.List;
import nexa.agent.store.Fixes;
import nexa.agent.swap.JvmSwapper;
import nexa.agent.swap.Pause;
import nexa.repair.Change;
import nexa.repair.Decision;
import nexa.repair.Swapped;
import org.jspecify.annotations.Nullable;

/** The routes that put a fix into the running JVMs, and take it out of them. */
final class SwapRoutes {

  private final Door door;
  private final FixRoutes fixes;
  private final JvmSwapper swapper;
  private final Pause pause;

  SwapRoutes(Door door, FixRoutes fixes, WebServer.Parts parts) {
    this.door = door;
    this.fixes = fixes;
    this.swapper = parts.swapper();
    this.pause = parts.pause();
  }

  /**
   * What became of it.
   *
   * @param reason why no JVM was looked at, null when some were
   */
  private record Result(
      String schema, String fix, List<Swapped.InJvm> jvms, @Nullable String reason) {}

  void addTo(Routes routes) {
    String one = "/api/v1/fixes/{id}";
    routes.post(
        one + "/apply", "Swaps a fix into the running JVMs", door::requireDecide, this::apply);
    routes.post(
        one + "/rollback", "Takes a fix out of the running JVMs", door::requireDecide,
        this::rollback);
  }

  private Object apply(Context context) {
    Fixes.Fix fix = fixes.fix(context);
    requireRunning();
    fixes.requireTrust(fix);
    if (!fix.plan().standing().swaps()) {
      throw new Problem(
          403, "Not at hotswap",
          fix.id() + " was not planned at trust level hotswap: "
              + String.join("; ", fix.plan().standing().because()) + ".",
          "nexa trust get shows the levels; a plan made at hotswap can go into running JVMs.");
    }
    Change change = fixes.change(fix);
    if (!fix.status().equals("applied") || change == null) {
      throw new Problem(
          409, "Not applied", fix.id() + " is " + fix.status() + ".",
          "A fix is swapped in after it was approved and committed.");
    }
    return result(
        fix,
        swapper.swap(
            fix.plan(), change, new Decision.Approved(door.actor(context), fix.digest())));
  }

  private Object rollback(Context context) {
    Fixes.Fix fix = fixes.fix(context);
    requireRunning();
    Swapped rolledBack = swapper.rollback(fix.plan(), door.actor(context));
    if (rolledBack.jvms().isEmpty()) {
      throw new Problem(
          409, "Nothing to roll back", fix.id() + " is in no running JVM.",
          "GET /api/v1/fixes/" + fix.id() + " says what became of it.");
    }
    return result(fix, rolledBack);
  }

  private void requireRunning() {
    if (pause.holds()) {
      throw new Problem(
          409, "Paused", "Nexa is paused: the javaagents have taken every swap out.",
          "End the pause by nexa resume.");
    }
  }

  private static Result result(Fixes.Fix fix, Swapped swapped) {
    return new Result("nexa.swapped/1", fix.id(), swapped.jvms(), swapped.reason());
  }

}
