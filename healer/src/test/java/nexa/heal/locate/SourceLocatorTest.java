package nexa.heal.locate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.heal.source.GitFolder;
import nexa.heal.source.GitProjects;
import nexa.heal.source.Workspace;
import nexa.issue.Diagnosis;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import nexa.issue.Location;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.repair.Locator.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourceLocatorTest {

  private static final String FILE = "src/main/java/com/example/Cart.java";
  private static final String CART =
      """
      package com.example;
      class Cart {
        int total(String code) {
          return code.length();
        }
        static class Line {
          int price() { return 1; }
        }
      }
      """;

  @TempDir
  private Path folder;
  private String first = "";
  private String head = "";

  @BeforeEach
  void commitTwice() {
    GitFolder git = new GitFolder(folder).write("pom.xml", GitFolder.POM).write(FILE, CART);
    first = git.commit();
    git.tag("v1.0");
    head = git.write(FILE, "\n\n\n\n" + CART).commit();
  }

  @Test
  void frames_areFoundByTheirClassInnermostFirst() {
    Frame price = new Frame("com.example.Cart$Line", "price", "Elsewhere.java", 7);
    Frame lambda = new Frame("com.example.Cart", "lambda$total$0", null, 4);

    assertThat(found(issue(first, price, lambda)).locations())
        .containsExactly(
            new Location(FILE, "com.example.Cart$Line", "price", 7, 0),
            new Location(FILE, "com.example.Cart", "lambda$total$0", 4, 1));
  }

  @Test
  void release_choosesTheCommit() {
    assertThat(found(issue(first.substring(0, 10), total(4))).commit()).isEqualTo(first);
    assertThat(found(issue("1.0", total(4))).commit()).isEqualTo(first);
    assertThat(found(issue(null, total(8))).commit()).isEqualTo(head);
  }

  @Test
  void lineOfOtherCode_leadsNowhere() {
    assertThat(nowhere(issue(first, total(7)))).contains("line 7", "not in total",
        "services[].branch");
    assertThat(nowhere(issue(first, total(400)))).contains("line 400");
  }

  @Test
  void frameWithoutLine_asksForLines() {
    assertThat(nowhere(issue(first, total(0))))
        .contains("com.example.Cart.total has no line number", "javac -g:lines");
  }

  @Test
  void foreignFrame_isLeftOut() {
    Frame foreign = new Frame("com.other.Lib", "call", "Cart.java", 4);

    assertThat(found(issue(first, foreign, total(4))).locations())
        .containsExactly(new Location(FILE, "com.example.Cart", "total", 4, 1));
    assertThat(nowhere(issue(first, foreign))).contains("com.other.Lib is in no source file");
  }

  @Test
  void unreadableRepository_leadsNowhere() {
    Workspace none = Workspace.of(new GitProjects(), name -> Optional.empty());
    assertThat(new SourceLocator(none).locate(issue(null, total(4))))
        .isInstanceOfSatisfying(Answer.Nowhere.class,
            it -> assertThat(it.reason()).contains("no repository"));
  }

  private Diagnosis found(Issue issue) {
    return ((Answer.Found) locator().locate(issue)).diagnosis();
  }

  private String nowhere(Issue issue) {
    return ((Answer.Nowhere) locator().locate(issue)).reason();
  }

  private SourceLocator locator() {
    Service shop = new Service("shop", folder, "main", List.of(), TrustLevel.PROPOSE, List.of());
    return new SourceLocator(Workspace.of(new GitProjects(), name -> Optional.of(shop)));
  }

  private static Frame total(int line) {
    return new Frame("com.example.Cart", "total", "Cart.java", line);
  }

  private static Issue issue(@Nullable String release, Frame... frames) {
    String type = "java.lang.NullPointerException";
    StackTrace trace = new StackTrace(type, null, List.of(frames), null, List.of());
    return new Issue(
        "SHOP-1", "shop", new Fingerprint("0"), "t", type, frames[0], Issue.Status.OPEN, 1,
        Instant.EPOCH, Instant.EPOCH, Set.of(), "", release, trace, List.of(frames), null);
  }
}
