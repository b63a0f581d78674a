package nexa.bench.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import nexa.event.Frame;
import nexa.event.HttpExchange;
import nexa.event.StackTrace;
import nexa.heal.classify.Classifier;
import nexa.heal.classify.Corrections;
import nexa.issue.Category;
import org.junit.jupiter.api.Test;

final class LabelledSetTest {

  @Test
  void sets_areLargeVariedAndWithoutDoubles() throws IOException {
    List<LabelledEvent> set = LabelledSet.resource(ClassifierFigures.SET);
    List<LabelledEvent> fresh = LabelledSet.resource(ClassifierFigures.FRESH_1);
    List<LabelledEvent> fresher = LabelledSet.resource(ClassifierFigures.FRESH_2);

    assertThat(set).hasSizeGreaterThanOrEqualTo(400);
    assertThat(fresh).hasSizeGreaterThanOrEqualTo(60);
    assertThat(fresher).hasSizeGreaterThanOrEqualTo(60);
    assertThat(set).extracting(LabelledEvent::category).contains(Category.values());
    List<List<?>> contents =
        Stream.of(set, fresh, fresher)
            .flatMap(List::stream)
            .<List<?>>map(each -> Arrays.asList(
                each.event().message(), each.event().stackTrace(), each.event().http()))
            .toList();
    assertThat(new HashSet<>(contents)).hasSameSizeAs(contents);
  }

  @Test
  void halves_areAboutEqual() throws IOException {
    List<LabelledEvent> set = LabelledSet.resource(ClassifierFigures.SET);

    assertThat(set.stream().filter(LabelledEvent::made).count())
        .isBetween(set.size() * 45L / 100, set.size() * 55L / 100);
  }

  @Test
  void block_isRead() {
    LabelledEvent read =
        LabelledSet.read(
            """
            # a comment
            downstream outside
            level WARN
            http GET /cart 502
            throws a.B: no answer: none
            at a.C.<init> < a.D.run
            cause java.net.ConnectException
            """)
            .get(0);

    assertThat(read.category()).isEqualTo(Category.DOWNSTREAM);
    assertThat(read.event().message()).isEqualTo("a.B: no answer: none");
    assertThat(read.event().http()).isEqualTo(new HttpExchange("GET", "/cart", 502));
    assertThat(read.event().stackTrace())
        .isEqualTo(
            new StackTrace(
                "a.B", "no answer: none",
                List.of(new Frame("a.C", "<init>", null, 0), new Frame("a.D", "run", null, 0)),
                new StackTrace("java.net.ConnectException", null, List.of(), null, List.of()),
                List.of()));
  }

  @Test
  void unknownLine_isRefused() {
    assertThatThrownBy(() -> LabelledSet.read("null code\nwhere a.B.c\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("where");
  }

  @Test
  void rulesAlone_holdTheirPublishedScore() throws IOException {
    Classifier rules = new Classifier(Corrections.inMemory(1));
    Scores scores =
        new Scores(
            LabelledSet.resource(ClassifierFigures.SET).stream()
                .map(each -> new Scores.Answer(each, rules.classify(each.event())))
                .toList());

    assertThat(scores.macroF1()).isGreaterThan(0.85);
    assertThat(scores.sureRight()).isGreaterThan(0.9);
  }
}
