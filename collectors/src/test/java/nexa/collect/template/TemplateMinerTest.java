package nexa.collect.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateMinerTest {

  private final TemplateMiner miner = new TemplateMiner();

  @Test
  void messagesOfOneKind_shareATemplate() {
    Template first = miner.match("order 17 took 5 ms");
    Template second = miner.match("order 18 took 7 ms");
    assertThat(first).isEqualTo(new Template(second.id(), "order <*> took <*>", 1));
    assertThat(second.count()).isEqualTo(2);
    assertThat(miner.match("order 18 failed").id()).isNotEqualTo(first.id());
  }

  @Test
  void fiveWordsInOnePlace_areOneThatVaries() {
    List<Long> ids = matchAll("close door %s", "red", "blue", "green", "black");
    assertThat(miner.templates()).hasSize(4);
    miner.match("close door red");
    Template merged = miner.match("close door white");
    assertThat(merged).isEqualTo(new Template(ids.getFirst(), "close door <*>", 6));
    assertThat(ids).allSatisfy(id -> assertThat(miner.template(id)).hasValue(merged));
    assertThat(miner.match("close door yellow").id()).isEqualTo(merged.id());
    assertThat(miner.templates()).hasSize(1);
  }

  @Test
  void firstWords_nameTheirEvents() {
    matchAll("%s startup succeeded", "syslog", "cron", "portmap", "cups", "sshd", "gpm");
    assertThat(miner.templates()).hasSize(6);
  }

  @Test
  void fifteenFirstWords_vary() {
    String[] names = new String[Clusters.LEADING_VALUES_MIN];
    for (int i = 0; i < names.length; i++) {
      names[i] = word(i);
    }
    matchAll("%s logged in", names);
    assertThat(miner.templates()).extracting(Template::text).containsExactly("<*> logged in");
  }

  @Test
  void keysThatDiffer_areNotMergedIntoNothing() {
    matchAll("%s", "red", "blue", "green", "black", "white", "grey");
    assertThat(miner.templates()).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"login from localhost.local ok", "login from LOCAL(0) ok"})
  void whatStandsForAValue_joins(String message) {
    Template template = miner.match("login from 10.1.2.3 ok");
    assertThat(miner.match(message).id()).isEqualTo(template.id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"login from there ok", "login at 10.1.2.3 ok", "login from 10.1.2.3 ok again"})
  void otherWords_doNotJoin(String message) {
    Template template = miner.match("login from 10.1.2.3 ok");
    assertThat(miner.match(message).id()).isNotEqualTo(template.id());
  }

  @Test
  void assignedValues_joinEvenEmpty() {
    Template template = miner.match("auth failed tty=ssh host=10.1.2.3");
    assertThat(miner.match("auth failed tty=ssh host=").id()).isEqualTo(template.id());
    assertThat(miner.match("auth failed tty=ssh host=box").id()).isEqualTo(template.id());
  }

  @Test
  void blankMessages_haveATemplate() {
    assertThat(miner.match("").id()).isEqualTo(miner.match(" \t\n").id());
    assertThat(miner.templates()).hasSize(1);
  }

  @Test
  void anUnknownId_meansNothing() {
    assertThat(miner.template(5)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 100, 999})
  void restartInTheMiddle_givesTheSameIds(int restartAt) {
    List<String> messages = messages(new Random(restartAt), 1_000);
    TemplateMiner other = new TemplateMiner();
    for (int i = 0; i < messages.size(); i++) {
      if (i == restartAt) {
        other = TemplateMiner.restored(other.state());
      }
      assertThat(other.match(messages.get(i))).isEqualTo(miner.match(messages.get(i)));
    }
    assertThat(other.state()).isEqualTo(miner.state());
  }

  @Test
  void idsOfMergedTemplates_surviveARestart() {
    List<Long> ids = matchAll("close door %s", "red", "blue", "green", "black", "white");
    TemplateMiner restored = TemplateMiner.restored(miner.state());
    assertThat(ids)
        .allSatisfy(id -> assertThat(restored.template(id)).isEqualTo(miner.template(id)))
        .allSatisfy(id -> assertThat(restored.template(id)).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a\t1\t1\t\t",
        "x y\t1\t1\t\t\ta b",
        "a\tmany\t1\t\t\ta b",
        "a\t1\t1\t\t\t",
        "a\t1\t1\t\t\ta  ",
        "b\t1\t1\t\t\tt",
      })
  void brokenState_isRefusedByLine(String line) {
    assertThatThrownBy(
        () -> TemplateMiner.restored(List.of("templates 1 5", "b\t1\t1\t\t\tt", line)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 3");
  }

  @Test
  void stateOfAnotherVersion_isRefused() {
    assertThatThrownBy(() -> TemplateMiner.restored(List.of("templates 0 5")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 1");
  }

  @Test
  void templates_areForgottenByLastUse() {
    long kept = miner.match("kept all the time").id();
    long lost = miner.match("seen only once").id();
    for (int i = 0; i < Clusters.CLUSTERS_MAX + 500; i++) {
      miner.match(word(2 * i) + " " + word(2 * i + 1));
      miner.match("kept all the time");
    }
    assertThat(miner.templates()).hasSizeLessThanOrEqualTo(Clusters.CLUSTERS_MAX);
    assertThat(miner.forgotten()).isPositive();
    assertThat(miner.template(kept)).isPresent();
    assertThat(miner.template(lost)).isEmpty();
    assertThat(miner.match("seen only once")).isEqualTo(new Template(lost, "seen only once", 1));
  }

  @Test
  void longPatterns_areForgottenBySize() {
    for (int i = 0; i < 3_000; i++) {
      miner.match((word(2 * i) + " ").repeat(120) + word(2 * i + 1));
    }
    assertThat(miner.forgotten()).isPositive();
  }

  @Test
  void mutatedMessages_keepAllPromises() {
    Random random = new Random(20261127);
    Set<Long> ids = new HashSet<>();
    for (String message : messages(random, 20_000)) {
      Template template = miner.match(mutated(message, random));
      ids.add(template.id());
      assertThat(template.text()).isNotEmpty();
      assertThat(template.text().chars()).noneMatch(Character::isISOControl);
      assertThat(miner.template(template.id())).hasValue(template);
    }
    assertThat(ids.size()).isGreaterThan(10);
    TemplateMiner restored = TemplateMiner.restored(miner.state());
    assertThat(restored.state()).isEqualTo(miner.state());
    assertThat(restored.templates()).isEqualTo(miner.templates());
  }

  private List<Long> matchAll(String format, String... values) {
    List<Long> ids = new ArrayList<>();
    for (String value : values) {
      ids.add(miner.match(format.formatted(value)).id());
    }
    return ids;
  }

  /** Messages of some kinds, with places that vary. */
  private static List<String> messages(Random random, int count) {
    String[] kinds = {
      "order %d of user %s took %d ms",
      "cannot reach %3$d.%1$d.0.1:%1$d (%2$s.example.org)",
      "mode switched to %2$s by request",
      "cache %2$s emptied, %1$d entries gone",
      "%2$s: job=%1$d state=%2$s path=/srv/%2$s/%1$d",
      "[%1$d] \"%2$s\" is not valid: {key=%3$d}",
    };
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String kind = kinds[random.nextInt(kinds.length)];
      messages.add(
          kind.formatted(random.nextInt(250), word(random.nextInt(12)), random.nextInt(250)));
    }
    return messages;
  }

  private static String mutated(String message, Random random) {
    StringBuilder text = new StringBuilder(message);
    for (int times = random.nextInt(4); times > 0; times--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(128));
        case 1 -> text.insert(at, (char) random.nextInt(0x10000));
        case 2 -> text.setLength(at + 1);
        default -> text.insert(at, "\"'(<=:/\\".charAt(random.nextInt(8)));
      }
    }
    return text.toString();
  }

  /** Letters only, another word for each number. */
  private static String word(int number) {
    StringBuilder word = new StringBuilder("w");
    for (int rest = number; rest > 0; rest /= 20) {
      word.append((char) ('g' + rest % 20));
    }
    return word.toString();
  }
}
