package nexa.agent;

import nexa.agent.flow.RepairFlow;
import nexa.agent.web.SourceExcerpts;
import nexa.heal.model.ModelUsage;
import nexa.heal.recall.LuceneCaseBase;
import nexa.heal.recall.OnnxEmbedder;
import nexa.heal.sandbox.DockerSandbox;
import nexa.memory.CaseBase;

/** The healing parts put together, and what has to be closed of them. */
record Healing(
    RepairFlow flow,
    CaseBase memory,
    SourceExcerpts excerpts,
    LuceneCaseBase index,
    OnnxEmbedder embedder,
    ModelUsage usage,
    DockerSandbox sandbox)
    implements
      AutoCloseable {

  @Override
  public void close() {
    sandbox.close();
    index.close();
    embedder.close();
  }
}
