package nexa.heal.model;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import nexa.heal.model.LanguageModel.Reply;
import nexa.heal.model.LanguageModel.Unanswered;
import nexa.heal.source.JavaModel;
import nexa.heal.source.Workspace;
import nexa.issue.Diagnosis;
import nexa.memory.Match;
import nexa.patch.Edit;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Recipe;
import nexa.repair.Proposer;
import nexa.repair.Requests;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proposes what a language model suggests. The model is told little and believed nothing: what it
 * answers is text splices, which go the same way as any candidate, or nothing. A model that fails,
 * lies or is too dear leaves the other sources as they are.
 */
public final class ModelProposer implements Proposer {

  private static final int QUESTIONS_MAX = 2;
  private static final int ANSWER_TOKENS_MAX = 4_000;
  private static final int ANSWER_TOKENS_MIN = 200;
  private static final Recipe RECIPE =
      new Recipe(Recipe.Shape.REPLACE_STATEMENT, "${suggested}");
  private static final Logger LOG = LoggerFactory.getLogger(ModelProposer.class);

  private final ModelSettings settings;
  private final LanguageModel language;
  private final Function<Diagnosis, JavaModel> models;
  private final TokenBudget budget;
  private final ModelUsage usage;

  public ModelProposer(
      ModelSettings settings, Workspace workspace, ModelUsage usage, InstantSource clock) {
    this(settings, new VendorModel(settings), workspace::model, usage, clock);
  }

  ModelProposer(
      ModelSettings settings,
      LanguageModel language,
      Function<Diagnosis, JavaModel> models,
      ModelUsage usage,
      InstantSource clock) {
    this.settings = settings;
    this.language = language;
    this.models = models;
    this.budget = new TokenBudget(settings.tokensPerIssue(), settings.tokensPerDay(), clock);
    this.usage = usage;
  }

  @Override
  public String name() {
    return "model";
  }

  @Override
  public List<Patch> propose(Diagnosis diagnosis, List<Match> matches) {
    return propose(diagnosis, matches, List.of());
  }

  @Override
  public List<Patch> propose(
      Diagnosis diagnosis, List<Match> matches, List<Requests.Refused> refused) {
    JavaModel source = models.apply(diagnosis);
    Question question = Question.of(diagnosis, source, settings.showMessage(), refused);
    List<Patch> patches = new ArrayList<>();
    String outcome = question.files().isEmpty() ? "no source to show" : "";
    long spent = 0;
    for (int asked = 0; asked < QUESTIONS_MAX && patches.isEmpty() && outcome.isEmpty(); asked++) {
      long room =
          Math.min(ANSWER_TOKENS_MAX, budget.room(Question.RULES + question.facts(), spent));
      if (room < ANSWER_TOKENS_MIN) {
        outcome = "the token budget is spent";
        continue;
      }
      try {
        Reply reply = language.ask(Question.RULES, question.facts(), (int) room);
        spent += budget.spend(Question.RULES + question.facts(), reply);
        usage.add(reply.inputTokens(), reply.outputTokens());
        patches.addAll(patches(Answer.read(reply.text()), question, source));
      } catch (Unanswered e) {
        outcome = String.valueOf(e.getMessage());
      } catch (Answer.Unreadable e) {
        LOG.info("proposer=model fingerprint={} answer={} unusable=\"{}\"",
            diagnosis.issue().fingerprint(), asked + 1, e.getMessage());
      }
    }
    LOG.info("proposer=model fingerprint={} model={} candidates={} tokens={} reason=\"{}\"",
        diagnosis.issue().fingerprint(), settings.name(), patches.size(), spent, outcome);
    return patches;
  }

  /** The fixes that fit the source; the others fall away. */
  private List<Patch> patches(Answer answer, Question question, JavaModel source) {
    List<Patch> patches = new ArrayList<>();
    String last = "it suggests nothing";
    for (Answer.Fix fix : answer.fixes()) {
      try {
        List<Edit> edits = Answer.edits(fix, question.files(), source::text);
        patches.add(
            Patch.of(
                edits, RECIPE, new Origin.Model(settings.name()),
                "The language model " + settings.name() + " suggested it; the tests judge it.",
                List.of("written by a language model")));
      } catch (Answer.Unreadable e) {
        last = String.valueOf(e.getMessage());
      }
    }
    if (patches.isEmpty()) {
      throw new Answer.Unreadable(last);
    }
    return patches;
  }
}
