package nexa.agent.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import nexa.agent.config.NotifyConfig.Channel;
import nexa.agent.config.NotifyConfig.Kind;
import nexa.agent.config.NotifyConfig.Moment;
import nexa.agent.config.NotifyConfig.Wanted;
import nexa.agent.store.Courier.Answer;
import nexa.agent.store.Courier.Answer.Unavailable;
import nexa.agent.store.Outbox;
import nexa.agent.store.Store;
import nexa.event.Severity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One try to tell something, whatever the messenger does. */
final class NotifierTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final Answer TAKEN = new Answer.Taken(null);

  @TempDir
  private Path home;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(home, CLOCK);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void messengerThatHangs_isBrokenOff() throws InterruptedException {
    CountDownLatch brokenOff = new CountDownLatch(1);
    Answer answer =
        told(
            message -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                brokenOff.countDown();
              }
              return TAKEN;
            });

    assertThat(answer)
        .isInstanceOfSatisfying(
            Unavailable.class,
            unavailable -> {
              assertThat(unavailable.doubtful()).isTrue();
              assertThat(unavailable.reason()).startsWith("hooks.example.com did not finish");
            });
    assertThat(brokenOff.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void serverThatTakesNoConnection_isKnownToHaveNothing() {
    assertThat(told(failing(new ConnectException("refused"))))
        .isEqualTo(
            new Unavailable("hooks.example.com cannot be reached (ConnectException)", null, false));
  }

  @Test
  void serverThatBreaksOff_mayHaveIt() {
    assertThat(told(failing(new IOException("https://hooks.example.com/s3cr3t broke off"))))
        .isEqualTo(
            new Unavailable("hooks.example.com cannot be reached (IOException)", null, true));
  }

  @Test
  void bug_isNoAnswer() {
    assertThatThrownBy(
        () -> told(
            message -> {
              throw new IllegalStateException("a bug");
            }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("team");
  }

  @Test
  void twoTriesOfOneNotice_haveOneIdAndNoOtherHasIt() {
    List<String> ids = Collections.synchronizedList(new ArrayList<>());
    Messenger messenger =
        message -> {
          ids.add(message.id());
          return TAKEN;
        };
    told(messenger, due("fix.waiting F-1 r1", 1));
    told(messenger, due("fix.waiting F-1 r1", 1));
    told(messenger, due("fix.waiting F-1 r2", 1));
    told(messenger, due("fix.waiting F-1 r1", 2));

    assertThat(ids.get(1)).isEqualTo(ids.get(0)).hasSize(36);
    assertThat(Set.copyOf(ids)).hasSize(3);
  }

  @Test
  void whatIsSaidAfterAnother_namesItsId() {
    List<Message> messages = new ArrayList<>();
    Messenger messenger =
        message -> {
          messages.add(message);
          return TAKEN;
        };
    told(messenger, due("fix.waiting F-1 r1", 1));
    told(
        messenger,
        new Outbox.Due(
            2, "fix.second_needed F-1 r1 9", 9, 1,
            Notices.notice(Moment.SECOND_NEEDED, "shop"), null, null, false,
            new Outbox.Before("fix.waiting F-1 r1", 1)));

    assertThat(messages.getFirst().thread()).isNull();
    assertThat(messages.getLast().thread()).isEqualTo(messages.getFirst().id());
    assertThat(messages.getLast().id()).isNotEqualTo(messages.getFirst().id());
  }

  private static Messenger failing(IOException failure) {
    return message -> {
      throw failure;
    };
  }

  private static Outbox.Due due(String subject, long created) {
    return new Outbox.Due(
        1, subject, created, 1, Notices.notice(Moment.FIX_WAITING, "shop"), null, null, false,
        null);
  }

  private Answer told(Messenger messenger) {
    return told(messenger, due("fix.waiting F-1 r1", 1));
  }

  private Answer told(Messenger messenger, Outbox.Due due) {
    Channel channel =
        new Channel(
            "team", Kind.SLACK, Notices.target(URI.create("https://hooks.example.com/s3cr3t")),
            new Wanted(Set.of(), Set.of(Moment.FIX_WAITING), Severity.ERROR));
    try (Notifier notifier =
        new Notifier(
            List.of(new Notifier.Part(channel, messenger)), new Outbox(store, CLOCK),
            () -> Notices.PAGE, CLOCK, Duration.ofSeconds(1))) {
      return notifier.tell("team", due);
    }
  }
}
