package nexa.agent.web;

import java.time.Instant;
import java.util.List;
import nexa.agent.store.Swaps;
import org.jspecify.annotations.Nullable;

/** A line of the ledger as the API shows it: a fix in one JVM. */
record LedgerView(
    String service,
    long pid,
    String state,
    String by,
    Instant since,
    @Nullable Instant until,
    @Nullable String reason,
    List<String> methods) {

  static LedgerView of(Swaps.Entry entry) {
    return new LedgerView(
        entry.jvm().service(),
        entry.jvm().pid(),
        entry.state().text(),
        entry.by(),
        entry.since(),
        entry.until(),
        entry.reason(),
        entry.methods());
  }
}
