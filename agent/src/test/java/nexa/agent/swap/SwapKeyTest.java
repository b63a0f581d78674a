package nexa.agent.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SwapKeyTest {

  @TempDir
  private Path home;

  @Test
  void key_isMadeOnceAndReadByItsOwnerAlone() throws IOException {
    SwapKey first = SwapKey.of(home);
    SwapKey again = SwapKey.of(home);

    assertThat(again.publicText()).isEqualTo(first.publicText());
    assertThat(first.fingerprint()).hasSize(16);
    assertThat(
        PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("swap-key"))))
        .isEqualTo("rw-------");
    assertThat(SwapKey.publicText(home)).contains(first.publicText());
  }

  @Test
  void keptKey_signsAsBefore() {
    String publicKey = SwapKey.of(home).publicText();
    Order order =
        new Order(
            Order.Kind.ROLLBACK, Ledger.process("shop", 7),
            Order.Cause.of("F-1", "Ann", Ledger.APPROVAL), 42, java.time.Instant.EPOCH,
            java.util.List.of());

    assertThat(StrictOrder.read(SwapKey.of(home).signed(order.text()), publicKey).counter())
        .isEqualTo(42);
  }

  @Test
  void brokenKey_saysWhatToDo() throws IOException {
    SwapKey.of(home);
    Files.writeString(home.resolve("swap-key"), "garbage");

    assertThatThrownBy(() -> SwapKey.of(home))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("remove it");
  }
}
