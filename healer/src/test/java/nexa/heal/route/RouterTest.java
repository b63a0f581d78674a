package nexa.heal.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexa.event.Frame;
import nexa.event.Severity;
import nexa.event.StackTrace;
import nexa.heal.route.Route.Way;
import nexa.heal.source.GitFolder;
import nexa.heal.source.GitProjects;
import nexa.heal.source.Workspace;
import nexa.issue.Category;
import nexa.issue.Classification;
import nexa.issue.Classification.Fault;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.repair.Outcome;
import nexa.repair.Triage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RouterTest {

  private static final String FILE = "src/main/java/com/example/Cart.java";
  private static final String CART = """
      package com.example;
      class Cart {
        int total(String code) {
          return code.length();
        }
      }
      """;
  private static final Frame TOTAL = new Frame("com.example.Cart", "total", "Cart.java", 4);

  @TempDir
  private Path folder;
  @TempDir
  private Path empty;
  private GitFolder git;
  private String first = "";

  @BeforeEach
  void commit() {
    git = new GitFolder(folder).write("pom.xml", GitFolder.POM).write(FILE, CART);
    first = git.commit();
  }

  @Test
  void ownerOfTheFile_isWhomCodeOwnersName() {
    String head = git.write(".github/CODEOWNERS", "* @all\n/src/main/ @cart-team\n").commit();

    Route route = route(folder, null, TOTAL);

    assertThat(route.owners()).containsExactly("@cart-team");
    assertThat(route.ownedBecause())
        .isEqualTo(".github/CODEOWNERS says so in line 2 (/src/main/).");
    assertThat(route.file()).isEqualTo(FILE);
    assertThat(route.commit()).isEqualTo(head);
    assertThat(route.way()).isEqualTo(Way.HEAL);
  }

  @Test
  void ownersOfTheDeployedCommit_count() {
    git.write("CODEOWNERS", "* @later\n").commit();

    assertThat(route(folder, first, TOTAL).owners()).containsExactly("A <a@example.com>");
    assertThat(route(folder, null, TOTAL).owners()).containsExactly("@later");
  }

  @Test
  void fileNobodyOwns_isItsLastAuthors() {
    git.write("CODEOWNERS", "* @all\n/src/\n").commit();

    Route route = route(folder, null, TOTAL);

    assertThat(route.owners()).containsExactly("A <a@example.com>");
    assertThat(route.ownedBecause())
        .isEqualTo(
            "No CODEOWNERS rule names anybody; commit " + first.substring(0, 12)
                + " last changed line 4 of " + FILE + ".");
  }

  @Test
  void renamedFile_isStillItsAuthors() {
    git.remove(FILE);
    git.write("core/Basket.txt", "moved").write("src/main/java/com/example/shop/Cart.java",
        CART.replace("com.example", "com.example.shop")).commit();

    Route route =
        route(folder, null, new Frame("com.example.shop.Cart", "total", "Cart.java", 4));

    assertThat(route.file()).isEqualTo("src/main/java/com/example/shop/Cart.java");
    assertThat(route.ownedBecause()).contains("commit " + first.substring(0, 12));
  }

  @Test
  void lineThatTheFileHasNot_hasNoOwner() {
    Route route = route(folder, null, new Frame("com.example.Cart", "total", "Cart.java", 400));

    assertThat(route.owners()).isEmpty();
    assertThat(route.ownedBecause()).contains("the history does not tell who changed line 400");
  }

  @Test
  void noRepository_saysWhatToSet() {
    Route route = route(null, null, TOTAL);

    assertThat(route.way()).isEqualTo(Way.NONE);
    assertThat(route.because()).contains("services[].repository");
    assertThat(route.owners()).isEmpty();
    assertThat(route.repository()).isNull();
  }

  @Test
  void folderThatIsNoRepository_isNotHealed() {
    Route route = route(empty, null, TOTAL);

    assertThat(route.way()).isEqualTo(Way.NONE);
    assertThat(route.because()).contains("is no git repository");
    assertThat(route.repository()).isEqualTo(empty.toString());
  }

  @Test
  void frameOfAnotherLanguage_isNotHealed() {
    Route route = route(folder, null, new Frame("shop.cart", "total", "cart.py", 4));

    assertThat(route.way()).isEqualTo(Way.NONE);
    assertThat(route.because()).contains("Nexa heals Java only");
    assertThat(route.file()).isNull();
    assertThat(route(folder, null).because()).contains("services[].inApp");
  }

  @Test
  void whatIsNotTheCodesFault_isNotHealed() {
    assertThat(way(Category.DOWNSTREAM, Fault.OUTSIDE, null)).isEqualTo(Way.NONE);
    assertThat(way(Category.CONFIGURATION, Fault.UNSURE, null)).isEqualTo(Way.NONE);
    assertThat(way(Category.CONFIGURATION, Fault.CODE, null)).isEqualTo(Way.HEAL);
    assertThat(way(Category.NULL, Fault.UNSURE, null)).isEqualTo(Way.HEAL);
  }

  @Test
  void whatARunFoundOut_counts() {
    Outcome notCode = new Outcome.NotCode(Triage.Cause.CALLER, "The caller's fault.");

    assertThat(way(Category.NULL, Fault.CODE, notCode)).isEqualTo(Way.NONE);
    assertThat(way(Category.DOWNSTREAM, Fault.OUTSIDE, new Outcome.NoPatch("none passed")))
        .isEqualTo(Way.HEAL);
  }

  private Way way(Category category, Fault fault, @Nullable Outcome last) {
    Classification kind = new Classification(category, Severity.ERROR, fault, 0.9, "evidence");
    return router(folder).route(issue(null, TOTAL), kind, last).way();
  }

  private static Route route(@Nullable Path repository, @Nullable String release, Frame... frames) {
    return router(repository).route(issue(release, frames), null, null);
  }

  private static Router router(@Nullable Path repository) {
    Service service =
        new Service("shop", repository, "main", List.of(), TrustLevel.PROPOSE, List.of());
    Workspace workspace = Workspace.of(new GitProjects(), name -> Optional.of(service));
    return new Router(workspace, name -> service, Clock.systemUTC());
  }

  private static Issue issue(@Nullable String release, Frame... frames) {
    StackTrace trace =
        new StackTrace(
            "java.lang.NullPointerException", null, List.of(frames), null, List.of());
    return new Issue(
        "SHOP-1", "shop", new Fingerprint("0123456789abcdef"), "NullPointerException",
        trace.exceptionType(), TOTAL, Issue.Status.OPEN, 1, Instant.EPOCH, Instant.EPOCH,
        Set.of("logfile"), "", release, trace, List.of(frames), null);
  }
}
