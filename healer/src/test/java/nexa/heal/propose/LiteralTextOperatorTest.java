package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LiteralTextOperatorTest {

  private final LiteralTextOperator operator = new LiteralTextOperator();

  @Test
  void replacement_isQuoted() {
    Crashed crash = Crashed.inLibrary("java.lang.IllegalArgumentException",
        "Illegal group reference",
        """
        package shop;
        import java.util.regex.Matcher;
        class Shop {
          String priced(String text, String price) {
            return text.replaceAll("PRICE", price); // here
          }
        }
        """);
    assertRepair(operator, crash,
        crash.source().replace(", price);", ", Matcher.quoteReplacement(price));"));
  }

  @Test
  void sameSlipInTheMethod_isRightedEverywhere() {
    Crashed crash = Crashed.inLibrary("java.lang.IllegalArgumentException",
        "Illegal group reference",
        """
        package shop;
        import java.util.regex.Matcher;
        class Shop {
          String priced(String text, String price, String unit) {
            String out = text.replaceAll("PRICE", price); // here
            return out.replaceAll("UNIT", unit);
          }
        }
        """);
    assertThat(crash.patched(crash.patches(operator).getFirst())).isEqualTo(
        crash.source().replace(", price);", ", Matcher.quoteReplacement(price));")
            .replace(", unit);", ", Matcher.quoteReplacement(unit));"));
  }

  @Test
  void separator_isQuoted() {
    Crashed crash = Crashed.inLibrary("java.util.regex.PatternSyntaxException", "Dangling meta",
        """
        package shop;
        import java.util.regex.Pattern;
        class Shop {
          String[] parts(String text, String separator) {
            return text.split(separator); // here
          }
        }
        """);
    assertRepair(operator, crash,
        crash.source().replace("split(separator)", "split(Pattern.quote(separator))"));
  }

  @Test
  void constantPattern_isLeftAlone() {
    assertNoRepair(operator, Crashed.inLibrary("java.util.regex.PatternSyntaxException", "",
        """
        package shop;
        class Shop {
          String[] parts(String text) {
            return text.split("*"); // here
          }
        }
        """));
  }

  @Test
  void formatOfNothing_isTheTextItself() {
    Crashed crash = Crashed.inLibrary("java.util.UnknownFormatConversionException", "'y'",
        """
        package shop;
        class Shop {
          String quoted(String text) {
            return String.format("> " + text); // here
          }
        }
        """);
    assertRepair(operator, crash,
        crash.source().replace("String.format(\"> \" + text)", "\"> \" + text"));
  }
}
