package nexa.heal.classify;

import static nexa.heal.classify.Events.logged;
import static nexa.heal.classify.Events.thrown;
import static nexa.heal.classify.Events.trace;
import static nexa.heal.classify.Events.wrapped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import nexa.event.Event;
import nexa.event.Severity;
import nexa.event.StackTrace;
import nexa.heal.recall.Embedder;
import nexa.issue.Category;
import nexa.issue.Classification;
import nexa.issue.Classification.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClassifierTest {

  private final Corrections corrections = Corrections.inMemory(100);
  private final Classifier classifier = new Classifier(corrections);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "java.lang.NullPointerException | Cannot invoke \"a.Item.price()\" because \"item\" is null"
            + " | NULL | CODE",
        "java.lang.NullPointerException | Cannot invoke \"String.trim()\" because the return value of"
            + " \"java.lang.System.getenv(String)\" is null | CONFIGURATION | OUTSIDE",
        "java.lang.ArrayIndexOutOfBoundsException | Index 3 out of bounds for length 3 | BOUNDS | CODE",
        "java.lang.ClassCastException | class A cannot be cast to class B | CAST | CODE",
        "java.lang.ArithmeticException | / by zero | ARITHMETIC | CODE",
        "java.lang.StackOverflowError | | RECURSION | CODE",
        "java.lang.UnsupportedOperationException | | CONTRACT | CODE",
        "java.util.ConcurrentModificationException | | CONCURRENCY | CODE",
        "java.sql.SQLException | Deadlock found when trying to get lock | CONCURRENCY | UNSURE",
        "java.lang.NumberFormatException | For input string: \"x\" | PARSE | CODE",
        "org.postgresql.util.PSQLException | ERROR: duplicate key value violates unique constraint \"u\""
            + " | DATA | UNSURE",
        "java.io.IOException | Stream closed | RESOURCE | CODE",
        "java.io.IOException | No space left on device | CAPACITY | OUTSIDE",
        "java.sql.SQLTransientConnectionException | HikariPool-1 - Connection is not available, request"
            + " timed out after 30000ms. | CAPACITY | UNSURE",
        "java.net.SocketTimeoutException | Read timed out | TIMEOUT | OUTSIDE",
        "java.net.ConnectException | Connection refused | DOWNSTREAM | OUTSIDE",
        "org.postgresql.util.PSQLException | ERROR: relation \"voucher\" does not exist"
            + " | CONFIGURATION | OUTSIDE",
        "javax.net.ssl.SSLHandshakeException | PKIX path building failed | SECURITY | OUTSIDE",
        "TypeError | 'NoneType' object is not iterable | NULL | CODE",
        "TypeError | cart.items.map is not a function | CAST | CODE",
        "System.NullReferenceException | Object reference not set | NULL | CODE",
        "ActiveRecord::RecordNotFound | Couldn't find Order | DATA | UNSURE",
        "Errno::ECONNREFUSED | Connection refused - connect(2) | DOWNSTREAM | OUTSIDE",
        "com.shop.RateLimitReachedException | | CAPACITY | UNSURE",
      })
  void knownFailure_isNamed(String type, String message, Category category, Fault fault) {
    Classification given = classifier.classify(thrown(type, message));

    assertThat(given.category()).as(given.reason()).isEqualTo(category);
    assertThat(given.fault()).isEqualTo(fault);
  }

  @Test
  void wrapper_countsLessThanItsCause() {
    StackTrace refused =
        trace("java.net.ConnectException", "Connection refused", null,
            "sun.nio.ch.Net.pollConnect");

    Classification given =
        classifier.classify(wrapped("java.lang.IllegalStateException", "No price list", refused));

    assertThat(given.category()).isEqualTo(Category.DOWNSTREAM);
    assertThat(given.reason()).contains("connection refused").contains("ConnectException");
  }

  @Test
  void settingThatDoesNotBind_countsMoreThanTheNumberItIs() {
    StackTrace number = trace("java.lang.NumberFormatException", "For input string: \"ten\"", null);

    Classification given =
        classifier.classify(
            wrapped(
                "org.springframework.boot.context.properties.ConfigurationPropertiesBindException",
                "Could not bind properties to 'Pool'", number));

    assertThat(given.category()).isEqualTo(Category.CONFIGURATION);
  }

  @Test
  void sameException_isJudgedByWhereItWasThrown() {
    Event ofUser = thrown("java.lang.NumberFormatException", "\"8o\"", "com.shop.Cart.amount");
    Event ofSetting =
        thrown("java.lang.NumberFormatException", "\"8o\"", "com.shop.config.Ports.http");

    assertThat(classifier.classify(ofUser).category()).isEqualTo(Category.PARSE);
    assertThat(classifier.classify(ofSetting).category()).isEqualTo(Category.CONFIGURATION);
  }

  @Test
  void refusedRequest_isNotTheCodesFault() {
    StackTrace number = trace("java.lang.NumberFormatException", "For input string: \"x\"", null);

    Classification given = classifier.classify(Events.answered(400, Severity.ERROR, number));

    assertThat(given.fault()).isEqualTo(Fault.OUTSIDE);
    assertThat(given.severity()).isEqualTo(Severity.WARN);
  }

  @ParameterizedTest
  @CsvSource({"java.lang.RuntimeException,it broke", "com.shop.ShopException,", "java.lang.Error,"})
  void vagueFailure_isLeftOpen(String type, String message) {
    Classification given = classifier.classify(thrown(type, message));

    assertThat(given.category()).isEqualTo(Category.OTHER);
    assertThat(given.confidence()).isLessThan(0.5);
  }

  @Test
  void correction_countsMoreThanRules() {
    Event event =
        thrown("java.lang.NumberFormatException", "For input string: \"7\"", "a.Tariff.read");
    Event next =
        thrown("java.lang.NumberFormatException", "For input string: \"9\"", "a.Tariff.read");
    Event elsewhere =
        thrown("java.lang.NumberFormatException", "For input string: \"9\"", "a.Age.of");

    classifier.correct(event, Category.CONFIGURATION);

    assertThat(classifier.classify(next).category()).isEqualTo(Category.CONFIGURATION);
    assertThat(classifier.classify(next).reason()).contains("person said so");
    assertThat(classifier.classify(elsewhere).category()).isEqualTo(Category.PARSE);
  }

  @Test
  void laterCorrection_takesBackTheEarlierOne() {
    Event event = thrown("com.shop.FlowException", "step 3");
    classifier.correct(event, Category.DATA);
    classifier.correct(event, Category.TIMEOUT);

    assertThat(classifier.classify(event).category()).isEqualTo(Category.TIMEOUT);
  }

  @Test
  void processThatDies_isFatal() {
    Event memory = thrown("java.lang.OutOfMemoryError", "Java heap space");
    Event panic =
        logged(Severity.INFO, "panic: runtime error: index out of range [3] with length 3");

    assertThat(classifier.classify(memory).severity()).isEqualTo(Severity.FATAL);
    assertThat(classifier.classify(panic).severity()).isEqualTo(Severity.FATAL);
  }

  @Test
  void threadOrRequestThatDied_isAnErrorAtLeast() {
    StackTrace trace = trace("java.lang.IllegalStateException", "late", null);

    assertThat(classifier.classify(Events.uncaught(Severity.WARN, trace)).severity())
        .isEqualTo(Severity.ERROR);
    assertThat(classifier.classify(Events.answered(500, Severity.WARN, trace)).severity())
        .isEqualTo(Severity.ERROR);
    assertThat(classifier.classify(logged(Severity.WARN, "late")).severity())
        .isEqualTo(Severity.WARN);
  }

  @Test
  void hostileEvents_areAnsweredInTime() {
    String long1 = "Exception".repeat(500_000);
    StackTrace deep = trace("a.B", long1, null);
    for (int i = 0; i < 5_000; i++) {
      deep = trace("x".repeat(1_000) + i, "* $ : ".repeat(1_000), deep, "a.B.c");
    }
    List<Event> hostile =
        List.of(
            thrown("", null), thrown(".", "", "a.b"), thrown("$$::", "\u0000\uD800"),
            thrown(long1, long1), logged(Severity.ERROR, ""), logged(Severity.ERROR, long1),
            Events.of(deep));

    assertTimeout(
        Duration.ofSeconds(10),
        () -> hostile.forEach(
            event -> assertThat(classifier.classify(event).reason()).hasSizeLessThan(2_000)));
  }

  @Test
  void emptyText_isNotWhatAnotherEmptyTextWasCorrectedTo() {
    classifier.correct(logged(Severity.ERROR, ""), Category.SECURITY);

    assertThat(classifier.classify(logged(Severity.ERROR, "")).category())
        .isEqualTo(Category.OTHER);
  }

  @Test
  void missingModel_leavesTheRules() {
    Classifier without = new Classifier(new NoModel(), corrections);

    assertThat(without.classify(thrown("com.shop.ShopException", null)).category())
        .isEqualTo(Category.OTHER);
    assertThat(without.classify(thrown("java.lang.ArithmeticException", "/ by zero")).category())
        .isEqualTo(Category.ARITHMETIC);
  }

  @Test
  void sameEvent_getsTheSameAnswer() {
    Event event = thrown("com.shop.SupplierUnavailableException", "no answer", "com.shop.Flow.run");

    assertThat(new Classifier(corrections).classify(event)).isEqualTo(classifier.classify(event));
  }

  private static final class NoModel implements Embedder {

    @Override
    public float[] embed(String text) {
      throw new Unavailable("no model here", null);
    }

    @Override
    public String model() {
      return "none";
    }

    @Override
    public int dimension() {
      return 1;
    }
  }
}
