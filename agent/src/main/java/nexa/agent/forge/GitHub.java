package nexa.agent.forge;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import nexa.agent.forge.ForgeHttp.Reply;
import tools.jackson.databind.JsonNode;

/** GitHub, at github.com or as Enterprise Server. */
final class GitHub implements Forge {

  private static final String GITHUB = "https://github.com";
  private static final String VERSION = "2022-11-28";

  private final Site site;
  private final ForgeHttp http;
  private final String pulls;

  GitHub(Site site, String token, Duration timeout) {
    this.site = site;
    this.http =
        new ForgeHttp(
            site.base().equals(GITHUB) ? "https://api.github.com" : site.base() + "/api/v3",
            Map.of(
                "Authorization", "Bearer " + token,
                "Accept", "application/vnd.github+json",
                "X-GitHub-Api-Version", VERSION),
            timeout);
    this.pulls = "/repos/" + Site.encoded(site.repository()) + "/pulls";
  }

  @Override
  public Answer propose(Proposal proposal) {
    Reply made =
        http.post(
            pulls,
            Map.of(
                "title", proposal.title(), "head", proposal.branch(), "base", proposal.base(),
                "body", proposal.body(), "draft", true, "maintainer_can_modify", true));
    return switch (made.status()) {
      case 201 -> opened(made.body(), proposal);
      case 422 -> existing(made, proposal);
      default -> made.failure();
    };
  }

  /** 422 says that there is one already, but other things as well. */
  private Answer existing(Reply refusal, Proposal proposal) {
    Reply found =
        http.get(
            pulls + "?state=open&head=" + Site.part(site.owner() + ":" + proposal.branch())
                + "&base=" + Site.part(proposal.base()));
    if (found.status() != 200) {
      return found.failure();
    }
    if (found.body().isArray() && !found.body().isEmpty()) {
      return opened(found.body().get(0), proposal);
    }
    String why = refusal.body().path("errors").path(0).path("message").asString(refusal.said());
    return new Answer.Refused(
        "GitHub refuses a draft pull request: " + Markdown.line(why)
            + ". Check that branch " + proposal.base() + " is there and drafts are allowed.");
  }

  private Answer opened(JsonNode pull, Proposal proposal) {
    return Claim.ofPull(pull)
        .checked(site, proposal, number -> site.page("/pull/" + number));
  }

  @Override
  public Closing close(long number, String comment) {
    String comments =
        "/repos/" + Site.encoded(site.repository()) + "/issues/" + number + "/comments";
    return new Withdrawal(
        http, pulls + "/" + number, comments, "?per_page=100", "PATCH", Map.of("state", "closed"))
        .with(comment);
  }

  @Override
  public URI source(String commit, String file, int line) {
    return site.page("/blob/" + commit + "/" + Site.encoded(file) + "#L" + line);
  }
}
