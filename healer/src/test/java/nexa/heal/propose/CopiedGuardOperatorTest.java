package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class CopiedGuardOperatorTest {

  private static final String NULL = "java.lang.NullPointerException";
  private final CopiedGuardOperator operator = new CopiedGuardOperator();

  @Test
  void guardOfOverload_isCopiedWithOwnNames() {
    Crashed crash = Crashed.with(NULL, null,
        """
        package shop;
        class Shop {
          int count(int[] items, int from) {
            if (items == null) {
              return 0;
            }
            return items.length - from;
          }
          int count(int[] prices) {
            return prices.length; // here
          }
        }
        """);
    assertRepair(operator, crash,
        crash.source().replace("    return prices.length;",
            "    if (prices == null) {\n      return 0;\n    }\n    return prices.length;"));
  }

  @Test
  void preparationOfSiblings_isCopied() {
    Crashed crash = Crashed.with(NULL, null,
        """
        package shop;
        class Shop {
          private int[] items;
          private void load() {
            items = new int[3];
          }
          int first() {
            load();
            return items[0];
          }
          int last() {
            return items[2]; // here
          }
        }
        """);
    assertRepair(operator, crash,
        crash.source().replace("    return items[2];", "    load();\n    return items[2];"));
  }

  @Test
  void conditionOfOtherCall_isCopied() {
    Crashed crash = Crashed.with(NULL, null,
        """
        package shop;
        class Shop {
          void add(String name) {
            System.out.println(name.length());
          }
          void first(String name) {
            if (name != null) {
              add(name);
            }
          }
          void second(String title) {
            add(title); // here
          }
        }
        """);
    assertRepair(operator, crash,
        crash.source().replace("    add(title);",
            "    if (title != null) {\n      add(title);\n    }"));
  }

  @Test
  void guardOfAnotherRole_isLeftAlone() {
    assertNoRepair(operator, Crashed.with(NULL, null,
        """
        package shop;
        class Shop {
          int count(String text) {
            if (text == null) {
              return 0;
            }
            return text.length();
          }
          int total(int[] prices) {
            return prices.length; // here
          }
        }
        """));
  }

  @Test
  void valueSetByOtherClass_isSet() {
    Crashed crash = Crashed.with(NULL, null,
        """
        package shop;
        class Shop implements Titled {
          @Override
          public String title(String title) {
            return title.trim(); // here
          }
        }
        interface Titled {
          String title(String title);
        }
        class Market implements Titled {
          @Override
          public String title(String name) {
            if (name == null) {
              name = "none";
            }
            return name.trim();
          }
        }
        """);
    assertRepair(operator, crash,
        crash.source().replace("    return title.trim();",
            "    if (title == null) {\n      title = \"none\";\n    }\n    return title.trim();"));
  }

  @Test
  void preparationWithArgument_takesParameterOfItsType() {
    Crashed crash = Crashed.with("java.lang.ArrayIndexOutOfBoundsException", "Index 8",
        """
        package shop;
        class Shop {
          private char[] text = new char[8];
          private int size;
          void add(char c) {
            makeRoom(1);
            text[size++] = c;
          }
          void add(char c, int times) {
            for (int i = 0; i < times; i++) {
              text[size++] = c; // here
            }
          }
          private void makeRoom(int more) {
            text = java.util.Arrays.copyOf(text, size + more);
          }
        }
        """);
    assertRepair(operator, crash,
        crash.source().replace("    for (int", "    makeRoom(times);\n    for (int"));
  }

  @Test
  void guardAboutOtherField_isAboutTheFailingOne() {
    Crashed crash = Crashed.inLibrary("java.util.NoSuchElementException", null,
        """
        package shop;
        import java.util.ArrayDeque;
        class Shop {
          private final ArrayDeque<String> earlier = new ArrayDeque<>();
          private final ArrayDeque<String> later = new ArrayDeque<>();
          void redo() {
            if (later.isEmpty()) {
              return;
            }
            later.pop();
          }
          void undo(String text) {
            later.push(text);
            earlier.pop(); // here
          }
        }
        """);
    assertRepair(operator, crash,
        crash.source().replace("    later.push(text);",
            "    if (earlier.isEmpty()) {\n      return;\n    }\n    later.push(text);"));
  }
}
