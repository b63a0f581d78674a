package nexa.agent.store;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nexa.agent.config.NotifyConfig.Channel;
import nexa.agent.config.NotifyConfig.Moment;
import nexa.event.Severity;
import nexa.issue.Classification;
import nexa.issue.Issue;
import nexa.patch.Patch;
import nexa.patch.Proof;
import nexa.repair.Plan;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes into the outbox what the channels have to tell of a change, in the very transaction of the
 * change: either both are there after a crash or neither is.
 */
public final class NoticeRecorder implements Feed.Recorder {

  private static final int LISTED_MAX = 4;
  private static final Notice.Ending IGNORED = new Notice.Ending("issue.updated", "Ignored");
  private static final Notice.Ending FIRST_EXPIRED =
      new Notice.Ending(
          "fix.updated", "The first approval holds no more: two persons are needed again");
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

  private final Outbox outbox;
  private final List<Channel> channels;
  private final InstantSource clock;

  public NoticeRecorder(Outbox outbox, List<Channel> channels, InstantSource clock) {
    this.outbox = outbox;
    this.channels = List.copyOf(channels);
    this.clock = clock;
  }

  @Override
  public void record(Handle transaction, Feed.Entry entry) {
    if (channels.isEmpty()) {
      return;
    }
    switch (entry.name()) {
      case "issue.opened" -> opened(transaction, field(entry, "id"));
      case "issue.resolved" ->
          outbox.endOfIssue(
              transaction, field(entry, "id"), new Notice.Ending("issue.resolved", "Resolved"));
      case "issue.updated" -> outbox.endOfIgnored(transaction, field(entry, "id"), IGNORED);
      case "fix.waiting" -> waiting(transaction, field(entry, "id"));
      case "fix.updated" -> updated(transaction, field(entry, "id"));
      case "fix.approved", "fix.rejected" -> decided(transaction, entry);
      case "fix.applied" -> told(transaction, Moment.FIX_APPLIED, field(entry, "id"), null);
      case "fix.rolled_back" ->
          told(
              transaction, Moment.FIX_ROLLED_BACK, field(entry, "fix"), field(entry, "reason"));
      default -> {} // the page alone is told
    }
  }

  private static String field(Feed.Entry entry, String name) {
    JsonNode document = Json.MAPPER.readTree(entry.document());
    return document.path(name).asString("");
  }

  private void opened(Handle transaction, String id) {
    if (!isWanted(Moment.ISSUE_OPENED)) {
      return;
    }
    IssueRows.find(transaction, id)
        .ifPresent(
            issue -> put(
                transaction, "issue.opened " + id,
                notice(
                    transaction, Moment.ISSUE_OPENED, issue, null,
                    List.of(new Notice.Fact("Seen by", String.join(", ", issue.inputs()))))));
  }

  /** A plan that an earlier run put before people waits no more. */
  private void waiting(Handle transaction, String id) {
    outbox.endOfFix(
        transaction, id, new Notice.Ending("fix.waiting", "Another plan took its place"));
    if (!isWanted(Moment.FIX_WAITING)) {
      return;
    }
    FixRows.find(transaction, id)
        .ifPresent(
            fix -> put(
                transaction, Moment.FIX_WAITING.word() + " " + id + " " + fix.run(),
                notice(
                    transaction, Moment.FIX_WAITING, issueOf(transaction, fix), id,
                    evidence(fix.plan()))));
  }

  /** A first approval of two came, or holds no more: each is told once, by its time. */
  private void updated(Handle transaction, String id) {
    Fixes.Fix fix =
        FixRows.find(transaction, id).filter(each -> each.status().equals("waiting")).orElse(null);
    if (fix == null) {
      return;
    }
    Fixes.First first = fix.first();
    if (first == null) {
      outbox.endOfFirst(transaction, id, FIRST_EXPIRED);
      return;
    }
    if (!isWanted(Moment.SECOND_NEEDED)) {
      return;
    }
    List<Notice.Fact> facts = new ArrayList<>();
    facts.add(new Notice.Fact("Approved by", first.by().name()));
    facts.add(
        new Notice.Fact(
            "Waits for", "another person, until " + MINUTE.format(first.until()) + " UTC"));
    facts.addAll(evidence(fix.plan()));
    put(
        transaction,
        Moment.SECOND_NEEDED.word() + " " + id + " " + fix.run() + " "
            + first.time().toEpochMilli(),
        notice(
            transaction, Moment.SECOND_NEEDED, issueOf(transaction, fix), id, facts));
  }

  private void decided(Handle transaction, Feed.Entry entry) {
    String id = field(entry, "id");
    String word = entry.name().equals("fix.approved") ? "Approved" : "Rejected";
    FixRows.find(transaction, id)
        .ifPresent(
            fix -> outbox.endOfFix(
                transaction, id,
                new Notice.Ending(
                    entry.name(),
                    fix.decidedBy() == null ? word : word + " by " + fix.decidedBy())));
  }

  /**
   * @param why null where nothing is to be said
   */
  private void told(Handle transaction, Moment moment, String id, @Nullable String why) {
    if (!isWanted(moment)) {
      return;
    }
    FixRows.find(transaction, id)
        .ifPresent(
            fix -> {
              List<Notice.Fact> facts = new ArrayList<>();
              if (why != null && !why.isEmpty()) {
                facts.add(new Notice.Fact("Why", why));
              }
              facts.add(new Notice.Fact("Branch", fix.plan().branch()));
              if (fix.decidedBy() != null) {
                facts.add(new Notice.Fact("Approved by", fix.decidedBy()));
              }
              put(
                  transaction, moment.word() + " " + id + " " + fix.run(),
                  notice(transaction, moment, issueOf(transaction, fix), id, facts));
            });
  }

  /** As it is now, or as it was when the plan was made. */
  private static Issue issueOf(Handle transaction, Fixes.Fix fix) {
    return IssueRows.find(transaction, fix.issue()).orElse(fix.plan().diagnosis().issue());
  }

  /** Why the fix can be trusted, and why not. */
  private static List<Notice.Fact> evidence(Plan plan) {
    Patch patch = plan.patch();
    Proof.Suite after = plan.proof().after();
    List<Notice.Fact> facts = new ArrayList<>();
    facts.add(new Notice.Fact("Made by", patch.origin().trailer()));
    facts.add(
        new Notice.Fact(
            "Changes",
            listed(patch.edits().stream().map(edit -> edit.file()).distinct().toList())));
    facts.add(
        new Notice.Fact(
            "Tests", "one red before, green now; of all, " + after.passed() + " pass, "
                + after.failed() + " fail"));
    if (!patch.risks().isEmpty()) {
      facts.add(new Notice.Fact("Risks", listed(patch.risks())));
    }
    if (plan.standing().needsTwo()) {
      facts.add(new Notice.Fact("Needs two persons", listed(plan.standing().fourEyes())));
    }
    return facts;
  }

  private static String listed(List<String> all) {
    return String.join(", ", all.subList(0, Math.min(LISTED_MAX, all.size())))
        + (all.size() > LISTED_MAX ? " and " + (all.size() - LISTED_MAX) + " more" : "");
  }

  private Notice notice(
      Handle transaction, Moment moment, Issue issue, @Nullable String fix,
      List<Notice.Fact> facts) {
    Severity severity = severity(transaction, issue.id());
    List<Notice.Fact> all = new ArrayList<>();
    all.add(new Notice.Fact("Service", issue.service()));
    all.add(new Notice.Fact("Where", issue.topFrame().toString()));
    all.add(
        new Notice.Fact(
            "Severity", severity.name().toLowerCase(Locale.ROOT) + ", seen " + issue.count()
                + (issue.count() == 1 ? " time" : " times")));
    all.addAll(facts);
    Instant now = clock.instant();
    return new Notice(
        moment, issue.id(), fix, issue.service(), issue.title(), severity, now, all);
  }

  private static Severity severity(Handle transaction, String issue) {
    Optional<String> classification =
        transaction
            .createQuery(
                "SELECT classification FROM issues WHERE id = ? AND classification IS NOT NULL")
            .bind(0, issue)
            .mapTo(String.class)
            .findOne();
    return classification
        .map(document -> Json.read(document, Classification.class).severity())
        .orElse(Severity.ERROR);
  }

  private boolean isWanted(Moment moment) {
    return channels.stream()
        .anyMatch(channel -> moment.isAmong(channel.wanted().moments()));
  }

  private void put(Handle transaction, String subject, Notice notice) {
    for (Channel channel : channels) {
      if (channel.wanted().holds(notice.moment(), notice.service(), notice.severity())) {
        outbox.put(transaction, channel.name(), subject, notice);
      }
    }
  }
}
