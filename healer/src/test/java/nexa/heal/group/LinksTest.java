package nexa.heal.group;

import static org.assertj.core.api.Assertions.assertThat;

import nexa.issue.Fingerprint;
import org.junit.jupiter.api.Test;

final class LinksTest {

  private static final Fingerprint A = new Fingerprint("a");
  private static final Fingerprint B = new Fingerprint("b");
  private static final Fingerprint C = new Fingerprint("c");

  private final Links links = new Links();

  @Test
  void joined_holdsBothWaysAndOverOthers() {
    links.join(A, B);
    links.join(B, C);

    assertThat(links.joined(A)).containsExactly(B, C);
    assertThat(links.joined(C)).containsExactly(B, A);
  }

  @Test
  void lastWord_holds() {
    links.join(A, B);
    links.separate(B, A);

    assertThat(links.joined(A)).isEmpty();
    assertThat(links.separated(A)).containsExactly(B);

    links.join(A, B);

    assertThat(links.joined(A)).containsExactly(B);
    assertThat(links.separated(A)).isEmpty();
  }
}
