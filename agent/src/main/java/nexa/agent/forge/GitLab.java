package nexa.agent.forge;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import nexa.agent.forge.ForgeHttp.Reply;
import tools.jackson.databind.JsonNode;

/** GitLab, at gitlab.com or elsewhere; it calls a pull request a merge request. */
final class GitLab implements Forge {

  private final Site site;
  private final ForgeHttp http;
  private final String requests;

  GitLab(Site site, String token, Duration timeout) {
    this.site = site;
    this.http =
        new ForgeHttp(site.base() + "/api/v4", Map.of("PRIVATE-TOKEN", token), timeout);
    this.requests = "/projects/" + Site.part(site.repository()) + "/merge_requests";
  }

  @Override
  public Answer propose(Proposal proposal) {
    Reply made =
        http.post(
            requests,
            Map.of(
                "source_branch", proposal.branch(), "target_branch", proposal.base(), "title",
                "Draft: " + proposal.title(), "description", proposal.body(),
                "remove_source_branch", true));
    return switch (made.status()) {
      case 201 -> opened(made.body(), proposal);
      case 409 -> existing(made, proposal);
      default -> made.failure();
    };
  }

  private Answer existing(Reply refusal, Proposal proposal) {
    Reply found =
        http.get(
            requests + "?state=opened&source_branch=" + Site.part(proposal.branch())
                + "&target_branch=" + Site.part(proposal.base()));
    if (found.status() != 200) {
      return found.failure();
    }
    return found.body().isArray() && !found.body().isEmpty()
        ? opened(found.body().get(0), proposal)
        : new Answer.Refused(
            "GitLab refuses a merge request: " + refusal.said()
                + ". Check whether the branch has one that is closed.");
  }

  /** It names the project by a number only, so its page's address has to tell. */
  private Answer opened(JsonNode request, Proposal proposal) {
    return Claim.of(
        request.path("iid"), request.path("web_url"), request.path("nothing"),
        request.path("source_branch"), request.path("target_branch"))
        .checked(site, proposal, number -> site.page("/-/merge_requests/" + number));
  }

  @Override
  public Closing close(long number, String comment) {
    String request = requests + "/" + number;
    return new Withdrawal(
        http, request, request + "/notes", "?per_page=100", "PUT", Map.of("state_event", "close"))
        .with(comment);
  }

  @Override
  public URI source(String commit, String file, int line) {
    return site.page("/-/blob/" + commit + "/" + Site.encoded(file) + "#L" + line);
  }
}
