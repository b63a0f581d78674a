package nexa.heal.recall;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StatementShapeTest {

  @Test
  void otherNamesAndLiterals_haveTheSameShape() {
    assertThat(StatementShape.of("return item.price(1, \"a \\\" b\");"))
        .isEqualTo(StatementShape.of("return   cart.owner( 27,'x' );"));
  }

  @Test
  void otherKeyword_hasAnotherShape() {
    assertThat(StatementShape.of("return a.b();")).isNotEqualTo(StatementShape.of("throw a.b();"));
  }

  @Test
  void cutText_isRead() {
    assertThat(StatementShape.of("log(\"never closed \\")).isNotEmpty();
    assertThat(StatementShape.of(" ")).isEmpty();
  }
}
