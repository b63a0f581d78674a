package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class SameIdiomOperatorTest {

  private static final String NULL = "java.lang.NullPointerException";
  private final SameIdiomOperator operator = new SameIdiomOperator();

  @Test
  void resultThatGoesThroughMethodElsewhere_goesThroughItHere() {
    Crashed crash = Crashed.with(NULL, null,
        """
        package shop;
        class Shop {
          private String name;
          String name() {
            return name;
          }
          static String text(String value) {
            return value == null ? "" : value;
          }
          String line(Shop other) {
            return text(other.name()) + ";";
          }
          int width(Shop shop) {
            return shop.name().length(); // here
          }
        }
        """);
    assertRepair(operator, crash,
        crash.source().replace("shop.name().length()", "text(shop.name()).length()"));
  }

  @Test
  void conditionalAroundOtherCall_isPutAroundThisOne() {
    Crashed crash = Crashed.inLibrary("java.lang.NumberFormatException", null,
        """
        package shop;
        class Shop {
          int price(String price) {
            return price.isEmpty() ? 0 : Integer.parseInt(price);
          }
          int count(String text) {
            return Integer.parseInt(text) * 2; // here
          }
        }
        """);
    assertRepair(operator, crash, crash.source().replace("return Integer.parseInt(text) * 2",
        "return (text.isEmpty() ? 0 : Integer.parseInt(text)) * 2"));
  }

  @Test
  void conditionalOnAnotherField_isToldOfThisOne() {
    Crashed crash = Crashed.inLibrary("java.lang.NumberFormatException", null,
        """
        package shop;
        class Shop {
          private String width = "";
          private String height = "";
          int width() {
            return width.isEmpty() ? 0 : Integer.parseInt(width.trim());
          }
          int height() {
            return Integer.parseInt(height.trim()); // here
          }
        }
        """);
    assertRepair(operator, crash, crash.source().replace("return Integer.parseInt(height.trim())",
        "return height.isEmpty() ? 0 : Integer.parseInt(height.trim())"));
  }

  @Test
  void callThatIsNowhereElse_isLeftAlone() {
    assertNoRepair(operator, Crashed.inLibrary("java.lang.NumberFormatException", null,
        """
        package shop;
        class Shop {
          int count(String text) {
            return Integer.parseInt(text); // here
          }
        }
        """));
  }
}
