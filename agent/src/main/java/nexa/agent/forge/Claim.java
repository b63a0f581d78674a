package nexa.agent.forge;

import java.net.URI;
import java.util.function.LongFunction;
import nexa.agent.forge.Forge.Answer;
import nexa.agent.forge.Forge.Proposal;
import tools.jackson.databind.JsonNode;

/**
 * What a forge says of a pull request, before it is believed.
 *
 * @param number 0 when it says none
 * @param repository empty when it says none
 */
record Claim(long number, String address, String repository, String branch, String base) {

  static Claim of(
      JsonNode number, JsonNode address, JsonNode repository, JsonNode branch, JsonNode base) {
    return new Claim(
        number.isIntegralNumber() ? number.asLong(0) : 0, address.asString(""),
        repository.asString(""), branch.asString(""), base.asString(""));
  }

  /** Of a pull request as GitHub's API has it, and Gitea's after it. */
  static Claim ofPull(JsonNode pull) {
    JsonNode base = pull.path("base");
    return of(
        pull.path("number"), pull.path("html_url"), base.path("repo").path("full_name"),
        pull.path("head").path("ref"), base.path("ref"));
  }

  /**
   * The pull request, at the address that it must have.
   *
   * @param pages the address of a number's page
   */
  Answer checked(Site site, Proposal asked, LongFunction<URI> pages) {
    boolean isOurs =
        number > 0
            && branch.equals(asked.branch())
            && base.equals(asked.base())
            && (repository.isEmpty() || site.isNamed(repository))
            && address.equalsIgnoreCase(pages.apply(number).toString());
    return isOurs
        ? new Answer.Open(number, pages.apply(number))
        : new Answer.Refused(
            "What answers as the forge speaks of another pull request than the one that was asked for."
                + " Check forge.url and forge.repository.");
  }
}
