package nexa.agent.web;

import nexa.agent.store.Publications.Publication;
import org.jspecify.annotations.Nullable;

/**
 * Where a fix was brought to, as the API shows it.
 *
 * @param state due, pushed, refused, open, closing, merged or closed
 * @param reason why it is not further, or what is to be seen to
 * @param url the page of its pull request, null while there is none
 * @param by who merged or closed it
 */
record PublicationView(
    String state,
    String remote,
    String branch,
    String commit,
    @Nullable String reason,
    @Nullable String url,
    @Nullable String by) {

  static PublicationView of(Publication publication) {
    return new PublicationView(
        publication.state().text(), publication.remote(), publication.change().branch(),
        publication.change().commit(), publication.reason(),
        publication.request() == null ? null : publication.request().url(), publication.actor());
  }
}
