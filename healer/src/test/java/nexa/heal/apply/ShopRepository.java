package nexa.heal.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nexa.event.CapturedFrame;
import nexa.event.Frame;
import nexa.event.Snapshot;
import nexa.event.StackTrace;
import nexa.event.Value;
import nexa.heal.source.Project;
import nexa.heal.source.SourceTree;
import nexa.issue.Diagnosis;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import nexa.issue.Location;
import nexa.issue.Reproduction;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.patch.Edit;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Proof;
import nexa.patch.Recipe;
import nexa.patch.Verdict;
import nexa.repair.BlastRadius;
import nexa.repair.Plan;
import nexa.repair.Standing;
import nexa.repair.Trust;

/** A real git repository with one commit of a small shop, and the plan to heal it. */
final class ShopRepository {

  private int refused;

  static final String SOURCE = "src/main/java/shop/Pricing.java";
  static final String TEST = "src/test/java/shop/PricingCrashTest.java";
  static final String TEXT =
      """
      package shop;

      class Pricing {
        int total(Item item) {
          return item.price(); // Käse, with no newline after the last brace
        }
      }""";

  final Path dir;
  final String commit;

  private ShopRepository(Path dir, String commit) {
    this.dir = dir;
    this.commit = commit;
  }

  /** A working copy under a folder. */
  /** An absent item, and a field that was redacted in the service's own process. */
  static final Snapshot SNAPSHOT =
      new Snapshot(
          List.of(
              new CapturedFrame(
                  "shop.Pricing", "total", "(Lshop/Item;)I",
                  new Value.Instance(
                      1, "shop.Pricing",
                      Map.of("apiToken", new Value.Redacted("java.lang.String", 12))),
                  List.of(new CapturedFrame.Argument("item", new Value.Null())))));

  static ShopRepository in(Path parent) throws IOException {
    Path dir = Files.createDirectories(parent.resolve("shop"));
    git(dir, "init", "-q", "-b", "main");
    git(dir, "config", "user.name", "Dev");
    git(dir, "config", "user.email", "dev@localhost");
    write(dir.resolve(SOURCE), TEXT);
    write(dir.resolve("run.sh"), "#!/bin/sh\n");
    assertThat(dir.resolve("run.sh").toFile().setExecutable(true)).isTrue();
    git(dir, "add", "-A");
    git(dir, "commit", "-q", "-m", "Open the shop");
    return new ShopRepository(dir, git(dir, "rev-parse", "HEAD").strip());
  }

  String git(String... arguments) throws IOException {
    return git(dir, arguments);
  }

  /** Runs git, which must succeed, and returns what it printed. */
  static String git(Path dir, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("git", "-C", dir.toString()));
    command.addAll(List.of(arguments));
    Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(git.onExit().join().exitValue()).as("%s%n%s", command, output).isZero();
    return output;
  }

  Plan plan() {
    return planner().plan(diagnosis("NullPointerException in Pricing.total"), test(),
        List.of(best()));
  }

  /** The plan at a level of trust; what it would swap is in words. */
  Plan plan(TrustLevel level) {
    return plan(new Standing(level, true, List.of("it was said")));
  }

  /** The plan of a patch that stands so. */
  Plan plan(Standing standing) {
    return planner(standing)
        .plan(diagnosis("NullPointerException in Pricing.total"), test(), List.of(best()));
  }

  /** The plan after people wanted some others. */
  Plan planAfter(int others) {
    refused = others;
    return plan();
  }

  GitPlanner planner() {
    return planner(Standing.PROPOSED);
  }

  private GitPlanner planner(Standing standing) {
    SourceTree tree = new SourceTree(commit, Map.of(SOURCE, TEXT.getBytes(StandardCharsets.UTF_8)));
    return new GitPlanner(
        diagnosis -> new Project(tree, List.of(), List.of(), List.of(), List.of(), List.of(), 25),
        name -> new Service(name, dir, "main", List.of(), standing.level(), List.of()),
        new Always(standing),
        (diagnosis, patch) -> new BlastRadius(List.of("Pricing#total"), false, 0, List.of(),
            List.of()),
        (diagnosis, patch, how) -> how.swaps() ? List.of("Swap it") : List.of(),
        issue -> refused);
  }

  /** The same trust in everything. */
  private record Always(Standing standing) implements Trust {

    @Override
    public TrustLevel of(Issue issue) {
      return standing.level();
    }

    @Override
    public Standing of(Diagnosis diagnosis, Patch patch) {
      return standing;
    }
  }

  Diagnosis diagnosis(String title) {
    Frame top = new Frame("shop.Pricing", "total", "Pricing.java", 5);
    String type = "java.lang.NullPointerException";
    Issue issue =
        new Issue(
            "SHOP-3", "shop", new Fingerprint("00aa11bb22cc33dd"), title, type, top,
            Issue.Status.OPEN, 7, Instant.EPOCH, Instant.EPOCH, Set.of("logfile"), "same", commit,
            new StackTrace(type, null, List.of(top), null, List.of()), List.of(top), SNAPSHOT);
    return new Diagnosis(issue, commit,
        List.of(new Location(SOURCE, "shop.Pricing", "total", 5, 0)));
  }

  static Reproduction test() {
    return new Reproduction(
        TEST, "package shop;\n\nclass PricingCrashTest {}\n", "shop.PricingCrashTest#total", 0, 2,
        Reproduction.From.SNAPSHOT, "NullPointerException at Pricing.total");
  }

  static Verdict.Plausible best() {
    return plausible("item == null ? 0 : item.price()");
  }

  static Verdict.Plausible plausible(String replacement) {
    int start = TEXT.indexOf("item.price()");
    Patch patch =
        new Patch(
            "p-" + replacement.length(),
            List.of(new Edit(SOURCE, start, start + "item.price()".length(), replacement)),
            new Recipe(Recipe.Shape.REPLACE_EXPRESSION, "${culprit} == null ? 0 : ${expression}"),
            new Origin.Operator("null-default"),
            "An absent item costs nothing, as an absent cart does in the method above this one.",
            List.of("returns a default"));
    Proof proof =
        new Proof(
            "red", "green", new Proof.Suite(12, 0, 1), new Proof.Suite(13, 0, 1),
            "docker sha256:1", "25 of Acme, sha256:2");
    return new Verdict.Plausible(patch, proof);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
