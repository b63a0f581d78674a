package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nexa.patch.Patch;
import org.junit.jupiter.api.Test;

final class NullGuardOperatorTest {

  private static final String NPE = "java.lang.NullPointerException";
  private final NullGuardOperator operator = new NullGuardOperator();

  @Test
  void methodWithGuard_returnsItsOwnDefault() {
    assertRepair(
        operator,
        Crashed.with(NPE, "Cannot invoke \"String.length()\" because \"name\" is null",
            """
            package shop;
            class Shop {
                int width(java.util.List<String> names, String name) {
                    if (names.isEmpty()) {
                        return -1;
                    }
                    return name.length() + 2; // here
                }
            }
            """),
        """
        package shop;
        class Shop {
            int width(java.util.List<String> names, String name) {
                if (names.isEmpty()) {
                    return -1;
                }
                if (name == null) {
                    return -1;
                }
                return name.length() + 2;
            }
        }
        """);
  }

  @Test
  void statementInLoop_isSkippedAndTabsAreKept() {
    assertRepair(
        operator,
        Crashed.with(NPE, "Cannot invoke \"String.length()\" because \"<local3>\" is null",
            "package shop;\r\nclass Shop {\r\n\tint sum(String[] names) {\r\n\t\tint sum = 0;\r\n"
                + "\t\tfor (String name : names)\r\n\t\t\tsum += name.length(); // here\r\n\t\treturn sum;\r\n\t}\r\n}\r\n"),
        "package shop;\r\nclass Shop {\r\n\tint sum(String[] names) {\r\n\t\tint sum = 0;\r\n"
            + "\t\tfor (String name : names) {\r\n\t\t\tif (name == null) {\r\n\t\t\t\tcontinue;\r\n\t\t\t}\r\n"
            + "\t\t\tsum += name.length();\r\n\t\t}\r\n\t\treturn sum;\r\n\t}\r\n}\r\n");
  }

  @Test
  void unboxedLookUp_getsTheDefaultOfMissingEntries() {
    String before =
        """
        package shop;
        import java.util.Map;
        class Shop {
          int stock(Map<String, Integer> stock, String sku) {
            Integer count = stock.get(sku);
            return count + 1; // here
          }
        }
        """;
    Crashed crash =
        Crashed.with(NPE,
            "Cannot invoke \"java.lang.Integer.intValue()\" because \"count\" is null", before);
    List<Patch> patches = crash.patches(operator);
    assertThat(crash.patched(patches.getFirst()))
        .isEqualTo(crash.source().replace("stock.get(sku)", "stock.getOrDefault(sku, 0)"));
  }

  @Test
  void nullArgument_isGuardedAtTheCaller() {
    Crashed crash =
        Crashed.with(NPE, "Cannot invoke \"String.trim()\" because \"text\" is null",
            """
            package shop;
            class Shop {
              String label(String name) {
                return tidy(name); // caller
              }
              String tidy(String text) {
                return text.trim(); // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("tidy(name)", "name == null ? \"\" : tidy(name)"));
  }

  @Test
  void callThatMayNotRepeat_isKeptInVariable() {
    Crashed crash =
        Crashed.with(NPE,
            "Cannot invoke \"String.length()\" because the return value of \"java.util.Queue.poll()\" is null",
            """
            package shop;
            import java.util.Queue;
            class Shop {
              int next(Queue<String> queue) {
                return queue.poll().length(); // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("    return queue.poll().length();\n",
            "    String value = queue.poll();\n    if (value == null) {\n      return 0;\n    }\n"
                + "    return value.length();\n"));
  }

  @Test
  void silentNull_comesLast() {
    Crashed crash =
        Crashed.with(NPE, "Cannot invoke \"Object.toString()\" because \"item\" is null",
            """
            package shop;
            class Shop {
              String label(Object item) {
                return item.toString(); // here
              }
            }
            """);
    List<Patch> patches = crash.patches(operator);
    assertThat(patches.getFirst().risks()).doesNotContain("returns null");
    assertThat(patches.getLast().risks()).containsAnyOf("returns null", "goes on with null");
  }

  @Test
  void otherException_isLeftAlone() {
    assertNoRepair(
        operator,
        Crashed.with("java.lang.ArithmeticException", "/ by zero",
            """
            package shop;
            class Shop {
              int half(String text) { return text.length() / 2; } // here
            }
            """));
  }

  @Test
  void methodThatHandsItsArgumentThrough_makesNullOfNull() {
    Crashed crash =
        Crashed.with(NPE, "Cannot invoke \"String.startsWith(String)\" because \"option\" is null",
            """
            package shop;
            class Shop {
              String bare(String option) {
                if (option.startsWith("-")) { // here
                  return option.substring(1);
                }
                return option;
              }
            }
            """);
    List<String> patched = crash.patches(operator).stream().map(crash::patched).toList();
    String guard = "    if (option == null) {\n      return %s;\n    }\n    if (option.s";
    assertThat(patched.indexOf(crash.source().replace("    if (option.s", guard.formatted("null"))))
        .isNotNegative()
        .isLessThan(
            patched.indexOf(crash.source().replace("    if (option.s", guard.formatted("\"\""))));
  }

  @Test
  void guardedChain_isNotTestedBeforeItsGuard() {
    Crashed crash =
        Crashed.with(NPE,
            "Cannot invoke \"String.length()\" because the return value of \"shop.Shop$Item.getName()\" is null",
            """
            package shop;
            class Shop {
              interface Item {
                String getName();
              }
              int width(Item item) {
                int width = item == null ? 4 : item.getName().length(); // here
                return width;
              }
            }
            """);
    assertThat(crash.patches(operator)).isNotEmpty();
    assertThat(crash.patches(operator).stream().map(crash::patched))
        .allMatch(
            patched -> patched.contains("int width = item == null ? 4 : item.getName() == null"));
  }

  @Test
  void missingCollection_isMadeEmptyByItsOwnClass() {
    Crashed crash =
        Crashed.with(NPE, "Cannot invoke \"shop.Shop.names()\" because \"other\" is null",
            """
            package shop;
            import java.util.ArrayList;
            class Shop {
              ArrayList<String> names() {
                return new ArrayList<>();
              }
              ArrayList<String> names(Shop other) {
                return other.names(); // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("return other", "return other == null ? new ArrayList<>() : other"));
  }

  @Test
  void loopThatEndsTheMethod_isLeftTheSameWay() {
    Crashed crash =
        Crashed.with(NPE, "Cannot invoke \"String.isEmpty()\" because \"name\" is null",
            """
            package shop;
            class Shop {
              boolean valid(String[] names) {
                for (String name : names) {
                  if (name.isEmpty()) { // here
                    return false;
                  }
                }
                return true;
              }
            }
            """);
    List<String> patched = crash.patches(operator).stream().map(crash::patched).toList();
    String guard = "      if (name == null) {\n        %s;\n      }\n      if (name.i";
    assertThat(patched
        .indexOf(crash.source().replace("      if (name.i", guard.formatted("return false"))))
        .isNotNegative()
        .isLessThan(patched
            .indexOf(crash.source().replace("      if (name.i", guard.formatted("continue"))));
  }

  @Test
  void questionInCondition_isAskedOfWhatIsThere() {
    Crashed crash =
        Crashed.with(NPE, "Cannot invoke \"String.length()\" because \"name\" is null",
            """
            package shop;
            class Shop {
              int width(String name) {
                if (name.length() > 9) { // here
                  return 9;
                }
                return 1;
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("(name.length()", "(name != null && name.length()"));
  }

  @Test
  void nullFromAnotherMethod_isMadeEmptyThere() {
    Crashed crash =
        Crashed.with(NPE, "Cannot invoke \"java.util.List.size()\" because \"names\" is null",
            """
            package shop;
            import java.util.ArrayList;
            import java.util.List;
            class Shop {
              int count(boolean all) {
                List<String> names = names(all);
                return names.size(); // here
              }
              List<String> names(boolean all) {
                if (!all) {
                  return null;
                }
                return new ArrayList<>();
              }
            }
            """);
    assertRepair(operator, crash, crash.source().replace("return null", "return List.of()"));
  }

  @Test
  void fieldThatWasNeverSet_isSetAtFirstUse() {
    Crashed crash =
        Crashed.with(NPE,
            "Cannot invoke \"java.util.List.add(Object)\" because \"this.names\" is null",
            """
            package shop;
            import java.util.ArrayList;
            import java.util.List;
            class Shop {
              private List<String> names;
              void name(String name) {
                names.add(name); // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("    names.add",
            "    if (names == null) {\n      names = new ArrayList<>();\n    }\n    names.add"));
  }

  @Test
  void promisedNull_isNoSilentOne() {
    Crashed crash =
        Crashed.with(NPE, "Cannot invoke \"Object.toString()\" because \"item\" is null",
            """
            package shop;
            class Shop {
              /**
               * Labels an item.
               *
               * @return the label, {@code null} if there is no item
               */
              String label(Object item) {
                return item.toString(); // here
              }
            }
            """);
    List<String> patched = crash.patches(operator).stream().map(crash::patched).toList();
    assertThat(patched.indexOf(crash.source().replace("    return",
        "    if (item == null) {\n      return null;\n    }\n    return"))).isBetween(0, 3);
  }

  @Test
  void constantMadeForWhatIsMissing_standsForIt() {
    Crashed crash =
        Crashed.with(NPE,
            "Cannot invoke \"java.lang.Integer.intValue()\" because the return value of \"java.util.Map.get(Object)\" is null",
            """
            package shop;
            import java.util.Map;
            class Shop {
              private static final int DEFAULT_TIMEOUT = 30;
              private static final int DEFAULT_RETRIES = 3;
              int retries(Map<String, Integer> settings) {
                return settings.get("retries"); // here
              }
            }
            """);
    assertThat(crash.patched(crash.patches(operator).getFirst()))
        .contains("settings.getOrDefault(\"retries\", DEFAULT_RETRIES)");
  }

  @Test
  void fieldThatAMethodMakes_isMadeByIt() {
    Crashed crash =
        Crashed.with(NPE,
            "Cannot invoke \"java.util.List.size()\" because \"this.names\" is null",
            """
            package shop;
            import java.util.ArrayList;
            import java.util.List;
            class Shop {
              private List<String> names;
              int count() {
                return names.size(); // here
              }
              private void read() {
                names = new ArrayList<>();
              }
            }
            """);
    assertThat(crash.patches(operator))
        .anySatisfy(
            patch -> assertThat(crash.patched(patch))
                .contains("if (names == null) {\n      read();\n    }\n    return names.size();"));
  }

  @Test
  void fieldThatNoMethodMakesAlone_isNotMade() {
    Crashed crash =
        Crashed.with(NPE,
            "Cannot invoke \"java.util.List.size()\" because \"this.names\" is null",
            """
            package shop;
            import java.util.ArrayList;
            import java.util.List;
            class Shop {
              private List<String> names;
              private List<String> prices;
              int count() {
                return names.size(); // here
              }
              void clear() {
                names = new ArrayList<>();
                prices = new ArrayList<>();
              }
            }
            """);
    assertThat(crash.patches(operator))
        .noneSatisfy(patch -> assertThat(crash.patched(patch)).contains("{\n      clear();"));
  }

  @Test
  void recursionWithoutParent_endsTheChain() {
    Crashed crash =
        Crashed.with(NPE, "Cannot invoke \"shop.Shop.path()\" because \"this.parent\" is null",
            """
            package shop;
            class Shop {
              Shop parent;
              String name = "shop";
              String path() {
                return parent.path() + "/" + name; // here
              }
            }
            """);
    assertRepair(operator, crash,
        crash.source().replace("    return",
            "    if (parent == null) {\n      return name;\n    }\n    return"));
  }

  @Test
  void testJoinedByTheWrongOperator_isNotRepeated() {
    Crashed crash =
        Crashed.with(NPE, "Cannot invoke \"String.isEmpty()\" because \"name\" is null",
            """
            package shop;
            class Shop {
              boolean nameless(String name) {
                return name == null && name.isEmpty(); // here
              }
            }
            """);
    assertThat(crash.patches(operator).stream().map(crash::patched))
        .noneMatch(it -> it.contains("name != null"));
  }

  @Test
  void selectorOfASwitchExpression_isGuarded() {
    Crashed crash =
        Crashed.with(NPE, "Cannot invoke \"String.hashCode()\" because \"<local2>\" is null",
            """
            package shop;
            class Shop {
              /** The price, 0 for no name. */
              int price(String name) {
                return switch (name) { // here
                  case "apple" -> 2;
                  default -> 1;
                };
              }
            }
            """);
    assertThat(crash.patches(operator).stream().map(crash::patched))
        .contains(crash.source().replace("    return",
            "    if (name == null) {\n      return 0;\n    }\n    return"));
  }

  @Test
  void comparison_givesTheOppositeForTheOtherOperand() {
    Crashed crash =
        Crashed.with(NPE,
            "Cannot invoke \"Integer.compareTo(Integer)\" because \"other.price\" is null",
            """
            package shop;
            class Shop implements Comparable<Shop> {
              Integer price;
              public int compareTo(Shop other) {
                if (price == null) {
                  return 1;
                }
                return other.price.compareTo(price); // here
              }
            }
            """);
    assertThat(crash.patches(operator).stream().map(crash::patched))
        .contains(crash.source().replace("    return other",
            "    if (other.price == null) {\n      return -1;\n    }\n    return other"));
  }
}
