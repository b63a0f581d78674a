package nexa.heal.group;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MessageTemplateTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Index 5 out of bounds for length 3 | Index <*> out of bounds for length <*>",
        "For input string: \"12,50\" | For input string: <*>",
        "No user 'john.doe' | No user <*>",
        "can't parse order-77 | can't parse <*>",
        "Cannot invoke \"a.Item.price()\" because \"item\" is null"
            + " | Cannot invoke \"a.Item.price()\" because <*> is null",
        "because \"this.price\" is null | because \"this.price\" is null",
        "unclosed \"quote runs on | unclosed <*>",
      })
  void values_areMasked(String message, String template) {
    assertThat(MessageTemplate.of(message)).isEqualTo(template);
  }

  @Test
  void longMessage_isCut() {
    assertThat(MessageTemplate.of("x ".repeat(100_000)).length()).isLessThanOrEqualTo(512);
  }

  @Test
  void lineBreaks_becomeSpaces() {
    assertThat(MessageTemplate.of("one\ntwo")).isEqualTo("one two");
  }

  @Test
  void noMessage_isEmpty() {
    assertThat(MessageTemplate.of(null)).isEmpty();
  }
}
