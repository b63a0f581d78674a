package nexa.heal.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.repair.Decision;
import nexa.repair.Plan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails that the real {@code git am} applies. */
final class PatchMailTest {

  private ShopRepository shop;

  @BeforeEach
  void openShop(@TempDir Path parent) throws Exception {
    shop = ShopRepository.in(parent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Nexa", "Nexa, \"the\" bot (7)", "Nexä Bött with a very long name, isn't it, yes"})
  void fix_isAppliedElsewhere(String author) throws Exception {
    Plan plan = shop.plan();
    Service service =
        new Service("shop", shop.dir, "main", List.of(), TrustLevel.PROPOSE, List.of());
    String commit =
        new GitApplier(name -> service, author, "nexa@localhost", Clock.systemUTC())
            .apply(plan, new Decision.Approved("Ada Lövelace", plan.digest()))
            .commit();

    assertSame(commit, am(commit));
  }

  @Test
  void latin1AndCarriageReturns_areKept() throws Exception {
    Path file = shop.dir.resolve("latin.txt");
    Files.write(file, "a\r\nK\u00e4se\r\nb\r\n".getBytes(StandardCharsets.ISO_8859_1));
    shop.git("add", "-A");
    shop.git("commit", "-q", "-m", "Add");
    Files.write(file, "a\r\nK\u00e4se, gerieben\r\nb\r\n".getBytes(StandardCharsets.ISO_8859_1));
    shop.git("commit", "-q", "-a", "-m", "\u00c4ndere K\u00e4se\n\nOne line.");
    String commit = shop.git("rev-parse", "HEAD").strip();
    shop.git("reset", "-q", "--hard", "HEAD^");

    assertSame(commit, am(commit));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "---", "--- a/x", "diff --git a/x b/x", "Index: x",
        "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001"
      })
  void messageThatLooksLikeAPatch_endsNothing(String line) throws Exception {
    Files.writeString(shop.dir.resolve("more"), "more\n");
    shop.git("add", "-A");
    shop.git("commit", "-q", "-m", "Add\n\nBefore\n" + line + "\nAfter\n\nApproved-by: ann");
    String commit = shop.git("rev-parse", "HEAD").strip();
    shop.git("reset", "-q", "--hard", "HEAD^");

    String applied = am(commit);

    assertThat(shop.git("rev-parse", applied + "^{tree}"))
        .isEqualTo(shop.git("rev-parse", commit + "^{tree}"));
    assertThat(shop.git("log", "-1", "--format=%B", applied))
        .contains("Before\n " + line + "\nAfter\n\nApproved-by: ann");
  }

  private String am(String commit) throws IOException {
    Path mail =
        Files.writeString(shop.dir.resolve(".git/fix.patch"), PatchMail.of(shop.dir, commit));
    shop.git("checkout", "-q", "--detach", commit + "^");
    shop.git("am", "-q", mail.toString());
    return shop.git("rev-parse", "HEAD").strip();
  }

  private void assertSame(String commit, String applied) throws IOException {
    String what = "--format=%T%n%an%n%ae%n%at%n%B";
    assertThat(shop.git("log", "-1", what, applied)).isEqualTo(shop.git("log", "-1", what, commit));
  }
}
