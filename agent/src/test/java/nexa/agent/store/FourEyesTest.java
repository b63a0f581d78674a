package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import nexa.issue.TrustLevel;
import nexa.repair.Decision;
import nexa.repair.Plan;
import nexa.repair.Standing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan that two persons have to approve. */
final class FourEyesTest {

  private static final Person OWNER = new Person("root", null);
  private static final Fixes.Answer RECORDED = new Fixes.Answer.Recorded();

  @TempDir
  private Path home;
  private final List<String> woken = Collections.synchronizedList(new ArrayList<>());
  private Instant now = Crashes.NOON;
  private Store store;
  private Fixes fixes;
  private Tokens tokens;

  @BeforeEach
  void open() {
    store = Store.open(home, () -> now);
    fixes = new Fixes(store, new Feed(store, () -> now), () -> now, woken::add);
    tokens = new Tokens(store, () -> now);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void firstApproval_waitsForTheSecond() {
    Person ann = token("ann");
    Person bob = token("bob");
    Plan plan = submit("r1", "digest");

    assertThat(approve(ann)).isEqualTo(new Fixes.Answer.FirstOfTwo(now.plusSeconds(3_600)));
    assertThat(fix().status()).isEqualTo("waiting");
    assertThat(fix().first()).isEqualTo(new Fixes.First(ann, now, false));
    assertThat(fixes.decision(plan)).isEmpty();
    assertThat(woken).isEmpty();

    assertThat(approve(bob)).isEqualTo(RECORDED);
    assertThat(fix().decidedBy()).isEqualTo("ann and bob");
    assertThat(woken).containsExactly("r1");
    assertThat(fixes.decision(plan))
        .contains(
            new Decision.Approved(
                "bob", "digest", fix().audit(), false,
                new Decision.Approved.First("ann", false)));
    assertThat(audit())
        .contains(
            tuple("ann", "approved 1 of 2", "F-1 digest"),
            tuple("bob", "approved", "F-1 digest second to ann"));
  }

  @Test
  void samePerson_isNoSecondByAnyOfTheirWaysIn() {
    Person ann = token("ann");
    submit("r1", "digest");
    approve(ann);

    assertThat(approve(ann)).isInstanceOf(Fixes.Answer.NeedsAnother.class);
    assertThat(approve(new Person("ann", null))).as("her user on this host")
        .isInstanceOf(Fixes.Answer.NeedsAnother.class);
    assertThat(approve(new Person("Ann", 99L))).as("another token of her name")
        .isInstanceOf(Fixes.Answer.NeedsAnother.class);
    assertThat(fix().status()).isEqualTo("waiting");
    assertThat(approve(token("bob", now.minusSeconds(9)))).isEqualTo(RECORDED);
  }

  @Test
  void usersOfThisHost_areOneAsEachMayActAsTheOther() {
    Person rootsToken = token("Root");
    Person daemonsToken = token(System.getProperty("user.name").toUpperCase(Locale.ROOT));
    submit("r1", "digest");
    approve(OWNER);

    for (Person same : List.of(OWNER, new Person("nexa", null), rootsToken, daemonsToken)) {
      assertThat(approve(same)).as(same.name()).isInstanceOf(Fixes.Answer.NeedsAnother.class);
    }
  }

  @Test
  void tokenMadeByTheFirstWhileThePlanWaits_isNoSecondPerson() {
    Person old = token("bob");
    now = now.plusSeconds(60);
    submit("r1", "digest");
    Person fresh = token("carl");
    approve(OWNER);

    assertThat(approve(fresh)).isInstanceOf(Fixes.Answer.NeedsAnother.class);
    assertThat(approve(old)).isEqualTo(RECORDED);
  }

  @Test
  void makerOfTheFirstsToken_isNoSecondPersonEither() {
    submit("r1", "digest");
    approve(token("carl"));

    assertThat(approve(OWNER)).isInstanceOf(Fixes.Answer.NeedsAnother.class);
  }

  @Test
  void otherPlan_voidsTheFirstApproval() {
    Person ann = token("ann");
    Person bob = token("bob");
    submit("r1", "digest");
    approve(ann);

    submit("r2", "other");
    assertThat(fix().first()).isNull();
    assertThat(approve(bob)).isEqualTo(new Fixes.Answer.DigestChanged("other"));
    assertThat(decide(bob, "other")).isInstanceOf(Fixes.Answer.FirstOfTwo.class);
    assertThat(audit()).contains(tuple("nexa", "void", "F-1 1 of 2: ann digest"));
  }

  @Test
  void digestThatChangedBeneathIt_countsForNothing() {
    submit("r1", "digest");
    approve(token("ann"));
    store.jdbi().useHandle(handle -> handle.execute("UPDATE fixes SET digest = 'other'"));

    assertThat(decide(token("bob", Crashes.NOON.minusSeconds(9)), "other"))
        .isInstanceOf(Fixes.Answer.FirstOfTwo.class);
  }

  @Test
  void firstApproval_expiresAfterAnHour() {
    Person ann = token("ann");
    Person bob = token("bob");
    submit("r1", "digest");
    approve(ann);

    now = now.plus(Duration.ofMinutes(59));
    fixes.expireFirsts();
    assertThat(fix().first()).isNotNull();

    now = now.plus(Duration.ofMinutes(2));
    assertThat(approve(bob)).isInstanceOf(Fixes.Answer.FirstOfTwo.class);
    assertThat(approve(ann)).as("now she is the second").isEqualTo(RECORDED);
    assertThat(audit()).contains(tuple("nexa", "expired", "F-1 1 of 2: ann digest"));
  }

  @Test
  void expiry_isToldWithoutAnybodyAsking() {
    submit("r1", "digest");
    approve(token("ann"));
    Feed feed = new Feed(store, () -> now);
    long newest = feed.newest();

    now = now.plus(Duration.ofMinutes(61));
    fixes.expireFirsts();
    fixes.expireFirsts();

    assertThat(fix().first()).isNull();
    assertThat(feed.after(newest)).extracting(Feed.Entry::name).containsExactly("fix.updated");
  }

  @Test
  void tokenTakenBack_takesItsFirstApprovalAlong() {
    submit("r1", "digest");
    approve(token("ann"));
    tokens.revoke("ann", "root");

    assertThat(approve(token("bob", Crashes.NOON.minusSeconds(9))))
        .isInstanceOf(Fixes.Answer.FirstOfTwo.class);
  }

  @Test
  void rejectionOfAnyone_endsIt() {
    Person ann = token("ann");
    submit("r1", "digest");
    approve(ann);

    assertThat(
        fixes.decide("F-1", new Decision.Declined("carl", "no"), "digest", new Person("carl", 9L)))
        .isEqualTo(RECORDED);
    assertThat(approve(token("bob", Crashes.NOON.minusSeconds(9))))
        .isEqualTo(new Fixes.Answer.AlreadyDecided("carl", "rejected"));
  }

  @Test
  void firstMayRejectWhatTheyApproved() {
    Person ann = token("ann");
    submit("r1", "digest");
    approve(ann);

    assertThat(fixes.decide("F-1", new Decision.Declined("ann", "no"), "digest", ann))
        .isEqualTo(RECORDED);
    assertThat(fix().status()).isEqualTo("rejected");
  }

  @Test
  void manyAtOnce_giveOneFirstAndOneSecondWhoWin() throws Exception {
    List<Person> people = IntStream.range(0, 20).mapToObj(i -> token("person " + i)).toList();
    submit("r1", "digest");
    List<Fixes.Answer> answers = new ArrayList<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Fixes.Answer> answer : pool.invokeAll(
          people.stream().<Callable<Fixes.Answer>>map(each -> () -> approve(each)).toList())) {
        answers.add(answer.get());
      }
    }

    assertThat(answers).containsOnlyOnce(RECORDED);
    assertThat(answers).filteredOn(Fixes.Answer.FirstOfTwo.class::isInstance).hasSize(1);
    assertThat(answers)
        .filteredOn(Fixes.Answer.AlreadyDecided.class::isInstance)
        .hasSize(18)
        .containsOnly(
            new Fixes.Answer.AlreadyDecided(String.valueOf(fix().decidedBy()), "approved"));
    assertThat(woken).containsExactly("r1");
  }

  @Test
  void planThatNeedsOne_takesOne() {
    fixes.submit("r1", Crashes.plan("F-1", Crashes.issue("SHOP-1"), "digest"));

    assertThat(approve(OWNER)).isEqualTo(RECORDED);
    assertThat(fix().decidedBy()).isEqualTo("root");
  }

  @Test
  void signoffOfTheFirst_isKept() {
    Person ann = token("ann");
    Person bob = token("bob");
    Plan plan = submit("r1", "digest");
    fixes.decide("F-1", new Decision.Approved("ann", "digest", null, true), "digest", ann);
    approve(bob);

    assertThat(fixes.decision(plan).map(decision -> ((Decision.Approved) decision).first()))
        .contains(new Decision.Approved.First("ann", true));
  }

  private Plan submit(String run, String digest) {
    Plan plan =
        Crashes.plan(
            "F-1", Crashes.issue("SHOP-1"), digest,
            new Standing(TrustLevel.PROPOSE, true, List.of(), List.of("it is security code")),
            List.of("Commit"));
    fixes.submit(run, plan);
    return plan;
  }

  /** A person with a token that the owner made. */
  private Person token(String name) {
    return token(name, now);
  }

  private Person token(String name, Instant made) {
    Instant before = now;
    now = made;
    Tokens.Answer answer =
        tokens.create(new Tokens.Wish(name, Scope.DECIDE, null, null), "root");
    now = before;
    return Person.of(((Tokens.Answer.Made) answer).token().visitor());
  }

  private Fixes.Answer approve(Person by) {
    return decide(by, "digest");
  }

  private Fixes.Answer decide(Person by, String digest) {
    return fixes.decide("F-1", new Decision.Approved(by.name(), digest), digest, by);
  }

  private Fixes.Fix fix() {
    return fixes.find("F-1").orElseThrow();
  }

  private List<org.assertj.core.groups.Tuple> audit() {
    return new AuditLog(() -> now).before(store, Long.MAX_VALUE, 99).stream()
        .map(entry -> tuple(entry.actor(), entry.action(), entry.subject()))
        .toList();
  }
}
