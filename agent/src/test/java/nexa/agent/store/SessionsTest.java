package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import nexa.agent.store.Sessions.Entry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links to the page, the sessions they open, and the tokens they hang on. */
final class SessionsTest {

  private static final Visitor ANN = Visitor.owner("ann");

  @TempDir
  private Path home;
  private Store store;
  private Instant now = Crashes.NOON;
  private Sessions sessions;
  private Tokens tokens;

  @BeforeEach
  void open() {
    store = Store.open(home, () -> now);
    sessions = new Sessions(store, () -> now);
    tokens = new Tokens(store, () -> now);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void link_opensOneSessionOfItsMaker() {
    String key = sessions.link(ANN);

    Entry.Opened session = opened(key);

    assertThat(sessions.find(session.id())).hasValueSatisfying(visitor -> {
      assertThat(visitor.name()).isEqualTo("ann");
      assertThat(visitor.scope()).isEqualTo(Scope.ADMIN);
    });
    assertThat(sessions.enter(key, null)).isEqualTo(new Entry.Used());
    assertThat(sessions.enter("x", null)).isEqualTo(new Entry.Unknown());
  }

  @Test
  void linkOfTenMinutes_isTooOld() {
    String key = sessions.link(ANN);
    String other = sessions.link(ANN);

    now = now.plus(Sessions.LINK_AGE).minusMillis(1);
    assertThat(sessions.enter(other, null)).isInstanceOf(Entry.Opened.class);
    now = now.plusMillis(1);

    assertThat(sessions.enter(key, null)).isEqualTo(new Entry.Expired());
  }

  @Test
  void session_endsWithItsTime() {
    Entry.Opened session = opened(sessions.link(ANN));

    now = session.expires().minusMillis(1);
    assertThat(sessions.find(session.id())).isPresent();
    now = session.expires();

    assertThat(session.expires()).isEqualTo(Crashes.NOON.plus(Sessions.SESSION_AGE));
    assertThat(sessions.find(session.id())).isEmpty();
  }

  @Test
  void newSession_takesThePlaceOfTheBrowsersOldOne() {
    Entry.Opened first = opened(sessions.link(ANN));

    Entry second = sessions.enter(sessions.link(ANN), first.id());

    assertThat(second).isInstanceOf(Entry.Opened.class).isNotEqualTo(first);
    assertThat(sessions.find(first.id())).isEmpty();
  }

  @Test
  void wrongLink_endsNoSession() {
    Entry.Opened session = opened(sessions.link(ANN));

    sessions.enter("x", session.id());

    assertThat(sessions.find(session.id())).isPresent();
  }

  @Test
  void sessionOfAToken_endsWithIt() {
    Tokens.Answer.Made bob = made("bob", now.plus(Duration.ofHours(1)));
    Entry.Opened session = opened(sessions.link(bob.token().visitor()));
    String unused = sessions.link(bob.token().visitor());
    assertThat(session.expires()).isEqualTo(bob.token().expires());

    assertThat(tokens.revoke("bob", "ann")).isTrue();

    assertThat(sessions.find(session.id())).isEmpty();
    assertThat(sessions.enter(unused, null)).isEqualTo(new Entry.Unknown());
    assertThat(tokens.find(bob.secret()).orElseThrow().revoked()).isEqualTo(now);
    assertThat(tokens.revoke("bob", "ann")).as("once").isFalse();
  }

  @Test
  void secret_isKeptAsHashAlone() {
    Tokens.Answer.Made bob = made("bob", null);
    String key = sessions.link(ANN);
    String session = opened(key).id();

    String rows =
        store.jdbi().withHandle(
            handle -> handle.createQuery("SELECT * FROM tokens").mapToMap().list().toString()
                + handle.createQuery("SELECT * FROM page_links").mapToMap().list()
                + handle.createQuery("SELECT * FROM page_sessions").mapToMap().list());

    assertThat(rows).contains(Secret.hash(bob.secret()), Secret.hash(key), Secret.hash(session))
        .doesNotContain(bob.secret(), key, session);
    assertThat(bob.secret()).startsWith(Tokens.PREFIX).hasSize(Tokens.PREFIX.length() + 43);
  }

  @Test
  void nameOfAGoodToken_isTakenUntilItsTimeIsOver() {
    made("bob", now.plus(Duration.ofDays(1)));
    Tokens.Wish again = new Tokens.Wish("bob", Scope.READ, null, null);
    assertThat(tokens.create(again, "ann")).isEqualTo(new Tokens.Answer.NameTaken());

    now = now.plus(Duration.ofDays(1));

    assertThat(tokens.create(again, "ann")).isInstanceOf(Tokens.Answer.Made.class);
    assertThat(tokens.all()).extracting(Tokens.Token::name).containsExactly("bob", "bob");
  }

  @Test
  void tokens_areInTheAuditLog() {
    made("bob", null);
    tokens.revoke("bob", "ann");

    assertThat(new AuditLog(() -> now).before(store, Long.MAX_VALUE, 9))
        .extracting(entry -> entry.actor() + ": " + entry.action() + " " + entry.subject())
        .containsExactly("ann: token revoked bob", "ann: token created bob read");
  }

  private Entry.Opened opened(String key) {
    return (Entry.Opened) sessions.enter(key, null);
  }

  private Tokens.Answer.Made made(
      String name, @Nullable Instant expires) {
    return (Tokens.Answer.Made) tokens.create(
        new Tokens.Wish(name, Scope.READ, null, expires), "ann");
  }
}
