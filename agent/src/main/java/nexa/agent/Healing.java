package nexa.agent;

import nexa.agent.flow.RepairFlow;
import nexa.agent.web.SourceExcerpts;
import nexa.heal.model.ModelUsage;
import nexa.heal.recall.LuceneCaseBase;
import nexa.heal.recall.OnnxEmbedder;
import nexa.heal.sandbox.DockerSandbox;
import nexa.heal.sandbox.KeptSandbox;
import nexa.issue.Issue;
import nexa.memory.CaseBase;
import nexa.repair.Journal;
import nexa.repair.Outcome;

/**
 * The healing parts put together, and what has to be closed of them.
 *
 * @param kept the sandbox as the stages of one run share it
 */
record Healing(
    RepairFlow flow,
    CaseBase memory,
    SourceExcerpts excerpts,
    LuceneCaseBase index,
    OnnxEmbedder embedder,
    ModelUsage usage,
    DockerSandbox sandbox,
    KeptSandbox kept)
    implements
      AutoCloseable {

  /** Heals an issue, or waits for a person; no container outlives it. */
  Outcome repair(Issue issue, Journal journal) {
    try {
      return flow.repair(issue, journal);
    } finally {
      kept.release();
    }
  }

  @Override
  public void close() {
    sandbox.close();
    index.close();
    embedder.close();
  }
}
