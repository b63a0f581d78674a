package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class NullSafeCallOperatorTest {

  private static final String NPE = "java.lang.NullPointerException";
  private static final String EQUALS =
      "Cannot invoke \"String.equals(Object)\" because \"this.owner\" is null";
  private final NullSafeCallOperator operator = new NullSafeCallOperator();

  @Test
  void equalsOnNull_comparesNullSafely() {
    assertRepair(
        operator,
        Crashed.with(NPE, EQUALS,
            """
            package shop;

            import java.util.List;

            class Shop {
              String owner;
              boolean ownedBy(String who) { return owner.equals(who); } // here
            }
            """),
        """
        package shop;

        import java.util.List;
        import java.util.Objects;

        class Shop {
          String owner;
          boolean ownedBy(String who) { return Objects.equals(owner, who); }
        }
        """);
  }

  @Test
  void textForPeople_mayTellOfNull_textForTheProgramMayNot() {
    String shop =
        """
        package shop;
        class Shop {
          Object owner;
          Object it() { return %s; } // here
          java.util.regex.Pattern of(String text) { return java.util.regex.Pattern.compile(text); }
        }
        """;
    String message = "Cannot invoke \"Object.toString()\" because \"this.owner\" is null";

    String written = "new Exception(\"of \" + (%s + \".\"))";
    assertRepair(operator,
        Crashed.with(NPE, message, shop.formatted(written.formatted("owner.toString()"))),
        shop.formatted(written.formatted("String.valueOf(owner)")).replace(" // here", ""));
    assertNoRepair(operator,
        Crashed.with(NPE, message, shop.formatted("new String[] {\"of=\" + owner.toString()}")));
    assertNoRepair(operator,
        Crashed.with(NPE, message, shop.formatted("of(owner.toString())")));
  }

  @Test
  void oldJava_comparesByHand() {
    Crashed crash =
        Crashed.before8(6, NPE, EQUALS,
            """
            package shop;
            class Shop {
              String owner;
              boolean ownedBy(String who) { return owner.equals(who); } // here
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("owner.equals", "owner == null ? who == null : owner.equals"));
  }

  @Test
  void comparisonWithConstant_startsFromTheConstant() {
    Crashed crash =
        Crashed.with(NPE, EQUALS,
            """
            package shop;
            class Shop {
              String owner;
              boolean isOpen() { return owner.equals("nobody"); } // here
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("owner.equals(\"nobody\")", "\"nobody\".equals(owner)"));
  }

  @Test
  void siblingThatTakesNull_isCalledInstead() {
    Crashed crash =
        Crashed.with(NPE, "Cannot invoke \"String.trim()\" because \"name\" is null",
            """
            package shop;
            class Shop {
              String label(String name) {
                return name.trim(); // here
              }
              static String trim(String text) {
                return text == null ? "" : text.trim();
              }
            }
            """);
    assertRepair(operator, crash, crash.source().replace("name.trim()", "trim(name)"));
  }

  @Test
  void callWithoutNullSafeForm_isLeftAlone() {
    assertNoRepair(operator,
        Crashed.with(NPE, "Cannot invoke \"String.length()\" because \"name\" is null",
            """
            package shop;
            class Shop {
              int width(String name) { return name.length(); } // here
            }
            """));
  }

  @Test
  void methodThatTheClassReadsTheValueBy_isUsedHereToo() {
    Crashed crash =
        Crashed.with(NPE, "Cannot invoke \"String.trim()\" because \"name\" is null",
            """
            package shop;
            class Shop {
              String label(String name) {
                return name.trim(); // here
              }
              String line(String name) {
                return "- " + text(name);
              }
              String text(String any) {
                return any == null ? "" : any;
              }
            }
            """);
    assertRepair(operator, crash, crash.source().replace("name.trim()", "text(name).trim()"));
  }
}
