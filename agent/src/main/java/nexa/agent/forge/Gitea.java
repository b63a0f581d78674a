package nexa.agent.forge;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import nexa.agent.forge.ForgeHttp.Reply;
import tools.jackson.databind.JsonNode;

/** Gitea, and Forgejo, which has the same API. */
final class Gitea implements Forge {

  private final Site site;
  private final ForgeHttp http;
  private final String pulls;

  Gitea(Site site, String token, Duration timeout) {
    this.site = site;
    this.http =
        new ForgeHttp(site.base() + "/api/v1", Map.of("Authorization", "token " + token), timeout);
    this.pulls = "/repos/" + Site.encoded(site.repository()) + "/pulls";
  }

  @Override
  public Answer propose(Proposal proposal) {
    Reply made =
        http.post(
            pulls,
            Map.of(
                "title", "WIP: " + proposal.title(), "head", proposal.branch(), "base",
                proposal.base(), "body", proposal.body()));
    return switch (made.status()) {
      case 201 -> opened(made.body(), proposal);
      case 409 -> existing(proposal);
      default -> made.failure();
    };
  }

  private Answer existing(Proposal proposal) {
    Reply found =
        http.get(
            pulls + "/" + Site.part(proposal.base()) + "/" + Site.encoded(proposal.branch()));
    return found.status() == 200 ? opened(found.body(), proposal) : found.failure();
  }

  private Answer opened(JsonNode pull, Proposal proposal) {
    return Claim.ofPull(pull)
        .checked(site, proposal, number -> site.page("/pulls/" + number));
  }

  @Override
  public Closing close(long number, String comment) {
    String comments =
        "/repos/" + Site.encoded(site.repository()) + "/issues/" + number + "/comments";
    return new Withdrawal(
        http, pulls + "/" + number, comments, "", "PATCH", Map.of("state", "closed"))
        .with(comment);
  }

  @Override
  public URI source(String commit, String file, int line) {
    return site.page("/src/commit/" + commit + "/" + Site.encoded(file) + "#L" + line);
  }
}
