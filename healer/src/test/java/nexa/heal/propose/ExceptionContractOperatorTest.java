package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ExceptionContractOperatorTest {

  private final ExceptionContractOperator operator = new ExceptionContractOperator();

  @Test
  void declaredException_isThrownInstead() {
    Crashed crash = Crashed.inLibrary("java.lang.NumberFormatException", null,
        """
        package shop;
        import java.io.IOException;
        class Shop {
          int read(String text) throws IOException {
            return Integer.parseInt(text); // here
          }
        }
        """);
    assertRepair(operator, crash,
        crash.source().replace("    return Integer.parseInt(text);",
            """
                try {
                  return Integer.parseInt(text);
                } catch (NumberFormatException e) {
                  throw new IOException(e.getMessage(), e);
                }""".indent(4).stripTrailing()));
  }

  @Test
  void documentedDefault_isReturned() {
    Crashed crash = Crashed.inLibrary("java.lang.NumberFormatException", null,
        """
        package shop;
        class Shop {
          /**
           * Reads a number.
           *
           * @return the number, or -1 if the text is none
           */
          int read(String text) {
            return Integer.parseInt(text); // here
          }
        }
        """);
    assertRepair(operator, crash,
        crash.source().replace("    return Integer.parseInt(text);",
            """
                try {
                  return Integer.parseInt(text);
                } catch (NumberFormatException e) {
                  return -1;
                }""".indent(4).stripTrailing()));
  }

  @Test
  void promiseThatIsKept_isLeftAlone() {
    assertNoRepair(operator, Crashed.inLibrary("java.lang.NumberFormatException", null,
        """
        package shop;
        class Shop {
          /** @throws IllegalArgumentException if the text is no number */
          int read(String text) {
            return Integer.parseInt(text); // here
          }
        }
        """));
  }

  @Test
  void documentedConstant_isReturned() {
    Crashed crash = Crashed.inLibrary("java.lang.IllegalArgumentException", null,
        """
        package shop;
        enum Shop {
          OPEN, OTHER;
          /** The kind of a name; {@link #OTHER} for a name that is not known. */
          static Shop of(String name) {
            return valueOf(name); // here
          }
        }
        """);
    assertThat(crash.patched(crash.patches(operator).getFirst())).contains("return OTHER;");
  }
}
