package nexa.heal.propose;

import static nexa.heal.propose.Crashed.assertNoRepair;
import static nexa.heal.propose.Crashed.assertRepair;

import org.junit.jupiter.api.Test;

final class CycleOperatorTest {

  private final CycleOperator operator = new CycleOperator();
  private final Crashed crash =
      Crashed.with("java.lang.StackOverflowError", null,
          """
          package shop;
          class Shop {
            String name;
            Shop owner;
            @Override
            public String toString() {
              return "Shop of " + owner; // here
            }
          }
          """);

  @Test
  void objectThatPointsBack_isNamed() {
    assertRepair(operator, crash,
        crash.source().replace("+ owner", "+ (owner == null ? null : owner.name)"));
  }

  @Test
  void hashOfObjectThatPointsBack_isItsIdentity() {
    Crashed hash = Crashed.with("java.lang.StackOverflowError", null,
        """
        package shop;
        import java.util.Objects;
        class Shop {
          String name;
          Shop owner;
          @Override
          public int hashCode() {
            return Objects.hash(name, owner); // here
          }
        }
        """);
    assertRepair(operator, hash,
        hash.source().replace("(name, owner)", "(name, System.identityHashCode(owner))"));
  }

  @Test
  void otherCrash_isLeftAlone() {
    assertNoRepair(operator, Crashed.with("java.lang.NullPointerException", null,
        """
        package shop;
        class Shop {
          Shop owner;
          @Override
          public String toString() {
            return "Shop of " + owner; // here
          }
        }
        """));
  }
}
