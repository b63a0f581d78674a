package nexa.heal.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import nexa.issue.Category;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TableTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"types.txt", "names.txt", "families.txt", "messages.txt", "prototypes.txt"})
  void entries_areThereOnceAndNotEmpty(String name) {
    List<String> entries =
        Table.read(name).stream().flatMap(row -> row.entries().stream()).toList();

    assertThat(entries).hasSizeGreaterThan(50).doesNotHaveDuplicates().noneMatch(String::isBlank);
    assertThat(Table.read(name)).allMatch(row -> row.strength() > 0 && row.strength() <= 1);
  }

  @Test
  void cues_areInLowerCaseAsMessagesAre() {
    assertThat(Table.read("messages.txt").stream().flatMap(row -> row.entries().stream()))
        .allMatch(cue -> cue.equals(cue.toLowerCase(Locale.ROOT)));
  }

  @Test
  void prototypes_standForEveryCategory() {
    assertThat(Table.read("prototypes.txt")).extracting(Table.Row::category)
        .containsExactlyInAnyOrder(Category.values());
  }

  @Test
  void missingTable_isNamed() {
    assertThatThrownBy(() -> Table.read("none.txt"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("none.txt");
  }
}
