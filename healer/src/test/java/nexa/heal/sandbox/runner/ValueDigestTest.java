package nexa.heal.sandbox.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ValueDigestTest {

  @Test
  void decimalsOfOneValue_areTheSame() {
    assertThat(ValueDigest.of(new BigDecimal("0E-10"))).isEqualTo(
        ValueDigest.of(new BigDecimal("0.0")));
    assertThat(ValueDigest.of(List.of(new BigDecimal("2.50")))).isEqualTo(
        ValueDigest.of(List.of(new BigDecimal("2.5"))));
  }

  @Test
  void decimalsOfTwoValues_areTold() {
    assertThat(ValueDigest.of(new BigDecimal("2.5"))).isNotEqualTo(
        ValueDigest.of(new BigDecimal("2.51")));
  }

  @Test
  void decimalAndOtherNumber_areTold() {
    assertThat(ValueDigest.of(new BigDecimal("2"))).isNotEqualTo(ValueDigest.of(2));
  }
}
