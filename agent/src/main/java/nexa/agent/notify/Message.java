package nexa.agent.notify;

import java.util.ArrayList;
import java.util.List;
import nexa.agent.store.Notice;
import nexa.agent.store.Notice.Fact;
import org.jspecify.annotations.Nullable;

/**
 * What is told, in words, before a protocol gives it its form.
 *
 * @param id the same in every try, and in the message that says how it ended; letters and digits
 * @param ending null while it holds
 * @param reference what the channel calls the message that was told, null where it gave no name
 * @param thread the id of the message that this one is said after, null for one that stands alone
 * @param page the address of the page, without a slash at its end
 */
record Message(
    String id,
    Notice notice,
    Notice.@Nullable Ending ending,
    @Nullable String reference,
    @Nullable String thread,
    String page) {

  /** What happened, in words of Nexa's own and the issue's id alone: no text from outside. */
  String headline() {
    String what =
        switch (notice.moment()) {
          case FIX_WAITING -> "A fix waits for your decision";
          case SECOND_NEEDED -> "A fix needs a second person";
          case ISSUE_OPENED -> "A new issue";
          case FIX_APPLIED -> "A fix is applied";
          case FIX_ROLLED_BACK -> "A fix was rolled back";
          case TEST -> "A test: nothing happened";
        };
    return what + ": " + notice.issue();
  }

  /** What is worth knowing; the values are text from outside. */
  List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    if (ending != null) {
      facts.add(new Fact("Now", ending.words()));
    }
    facts.add(new Fact("Issue", notice.title()));
    facts.addAll(notice.facts());
    return facts;
  }

  /** Whether the message that this one is said after says how both ended: by a decision. */
  boolean isEndedByThread() {
    return thread != null && ending != null && !ending.event().equals("fix.updated");
  }

  /** What a person does next. */
  String action() {
    return switch (notice.moment()) {
      case FIX_WAITING, SECOND_NEEDED ->
          ending == null ? "Decide on the page" : "See it on the page";
      case ISSUE_OPENED, FIX_APPLIED, FIX_ROLLED_BACK, TEST -> "See it on the page";
    };
  }

  /** Where it is decided or shown: an id is letters, digits and hyphens. */
  String link() {
    return switch (notice.moment()) {
      case TEST -> page + "/";
      case ISSUE_OPENED -> page + "/#/issue/" + notice.issue();
      case FIX_WAITING, SECOND_NEEDED, FIX_APPLIED, FIX_ROLLED_BACK ->
          page + "/#/fix/" + notice.fix();
    };
  }
}
