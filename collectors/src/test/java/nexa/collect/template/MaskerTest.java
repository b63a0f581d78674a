package nexa.collect.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskerTest {

  private final Masker masker = new Masker();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "found child 6725 in slot 10           | found child <*> in slot <*>",
        "changed by -17 to +3.5%               | changed by <*> to <*>",
        "sent 403 bytes within 5 ms            | sent <*> within <*>",
        "sent 40.5KB within 2min               | sent <*> within <*>",
        "list 1, 2, 3 of a1 b2 c3 ends         | list <*> of <*> ends",
        "add 0x1fe at deadbeef, not to facade  | add <*> at <*>, not to facade",
        "add 0x1fe and deadbeef, keep facade   | add <*> and <*>, keep facade",
        "lease {550e8400-e29b-41d4-a716-446655440000} ends | lease {<*>} ends",
        "blk_-16089 of attempt_14_0020_m_000 lost | <*> of <*> lost",
        "lock held by Window@af3 since         | lock held by <*> since",
        "mail to ann@example.org bounced       | mail to <*> bounced",
        "port=80 uid=0 tty= user=root          | port=<*> uid=<*> tty= user=root",
      })
  void numbersAndIds_areMasked(String message, String template) {
    assertThat(masked(message)).isEqualTo(template);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "to 10.1.2.3:8080 and [::1]:80 now     | to <*> and [::<*>]:<*> now",
        "to proxy.example:5070 and a.b.org now | to <*> and <*> now",
        "from 10.1.2.3 (a.b.org) at            | from <*> at",
        "from 10.1.2.3 () at                   | from <*> at",
        "open /var/log/shop.log or /a/../b     | open <*> or <*>",
        "open C:\\Users\\x.dll and/or wait     | open <*> and/or wait",
        "get https://a.org:80/x?y=z, then stop | get <*>, then stop",
        "at Fri Jun 17 07:07:00 2005 came      | at <*> came",
        "at 2005-06-17T07:07:00,123Z came      | at <*> came",
        "May I ask on Friday                   | May I ask on Friday",
      })
  void addressesPathsAndTimes_areMasked(String message, String template) {
    assertThat(masked(message)).isEqualTo(template);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "no file 'x y' in \"my folder\" here   | no file <*> in <*> here",
        "{\"port\": 80, \"name\" : \"x\"}      | {\"port\": <*>, \"name\" : <*>}",
        "because \"this.name\" is null         | because \"this.name\" is null",
        "cannot invoke \"Cart.total()\" now    | cannot invoke \"Cart.total()\" now",
        "\"GET /a/17?x=1 HTTP/1.1\" took 5 ms | \"GET <*>\" took <*>",
        "can't read the users' files           | can't read the users' files",
        "because \"<local4>\" is <1 ms, not #2  | because \"<<*>>\" is <*>, not <*>",
        "an \"open quote stays                 | an \"open quote stays",
        "session closed for user ann           | session closed for user <*>",
        "jk2_init() of run2(5) and r2 ends     | jk2_init() of run2(<*>) and <*> ends",
        "org.acme.Shop and LOOKING_UP stay     | org.acme.Shop and LOOKING_UP stay",
        "Größe 5 für Öl                        | Größe <*> für Öl",
      })
  void quotedTextsAndNames_areMaskedButCodeIsNot(String message, String template) {
    assertThat(masked(message)).isEqualTo(template);
  }

  @Test
  void whiteSpace_makesNoDifference() {
    long hash = mask("a = 1\tb\r\n c").hash();
    assertThat(mask("  a=22 b\u00a0c ").hash()).isEqualTo(hash);
    assertThat(mask("a=22 bc").hash()).isNotEqualTo(hash);
  }

  @Test
  void charSequences_areReadLikeStrings() {
    long hash = mask("took 5 ms").hash();
    assertThat(mask(new StringBuilder("took 5 ms")).hash()).isEqualTo(hash);
    assertThat(masker.mask("xtook 5 msx", 1, 10).hash()).isEqualTo(hash);
    assertThat(masker.mask(new StringBuilder("xtook 5 msx"), 1, 10).hash()).isEqualTo(hash);
  }

  @Test
  void whatIsTooLong_isLeftOut() {
    assertThat(mask("word ".repeat(2_000)).shape().length()).isEqualTo(MaskedMessage.TOKENS_MAX);
    assertThat(mask("x".repeat(100_000)).shape().text()).hasSize(Masker.CHARS_MAX);
  }

  private String masked(String message) {
    return mask(message).shape().text();
  }

  private MaskedMessage mask(CharSequence message) {
    return masker.mask(message, 0, message.length());
  }
}
