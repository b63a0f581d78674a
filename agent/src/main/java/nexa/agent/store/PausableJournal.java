package nexa.agent.store;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import nexa.repair.Decision;
import nexa.repair.Journal;
import nexa.repair.Plan;

/** A journal whose run takes no further step while Nexa is paused. */
public final class PausableJournal implements Journal {

  private final Journal journal;
  private final BooleanSupplier paused;

  public PausableJournal(Journal journal, BooleanSupplier paused) {
    this.journal = journal;
    this.paused = paused;
  }

  @Override
  public String runId() {
    return journal.runId();
  }

  @Override
  public <T> T step(String name, Supplier<T> body) {
    if (paused.getAsBoolean()) {
      throw new Runs.Paused();
    }
    return journal.step(name, body);
  }

  @Override
  public Decision decision(Plan plan) {
    return journal.decision(plan);
  }
}
