package nexa.heal.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import nexa.heal.source.Projects.UnreadableProject;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.patch.Proof;
import nexa.patch.Verdict;
import nexa.repair.Decision;
import nexa.repair.Plan;
import nexa.repair.Standing;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class ProvenCommitTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int DAMAGED = 300;

  private ShopRepository shop;
  private Plan plan;
  private String commit;
  private String note;

  @BeforeEach
  void fix(@TempDir Path parent) throws Exception {
    shop = ShopRepository.in(parent);
    plan = shop.plan();
    Service service =
        new Service("shop", shop.dir, "main", List.of(), TrustLevel.PROPOSE, List.of());
    commit =
        new GitApplier(name -> service, "Nexa", "nexa@localhost", Clock.systemUTC())
            .apply(plan, new Decision.Approved("Ada Lovelace", plan.digest(), "a".repeat(64)))
            .commit();
    note = shop.git("notes", "--ref=nexa", "show", commit);
  }

  @Test
  void untouchedCommit_isWhatWasApproved() {
    ProvenCommit fix = ProvenCommit.read(shop.dir, commit);

    assertThat(fix.commit()).isEqualTo(commit);
    assertThat(fix.approvedBy()).isEqualTo("Ada Lovelace");
    assertThat(fix.source()).isEqualTo("operator:null-default");
    assertThat(fix.diagnosis().commit()).isEqualTo(shop.commit);
    assertThat(fix.diagnosis().locations()).isEqualTo(plan.diagnosis().locations());
    assertThat(fix.reproduction()).isEqualTo(plan.reproduction());
    assertThat(fix.noted()).isEqualTo(plan.proof());
    assertThat(fix.patched())
        .isEqualTo(
            Map.of(
                ShopRepository.SOURCE,
                ShopRepository.TEXT.replace("item.price()", "item == null ? 0 : item.price()")));
  }

  @Test
  void valuesAndJdk_standInTheNote_asTheyWereRedacted() {
    ProvenCommit fix = ProvenCommit.read(shop.dir, commit);

    assertThat(fix.captured())
        .containsExactly(
            new Captured(
                "shop.Pricing.total(Lshop/Item;)I",
                "Pricing{apiToken=(redacted, 12 characters)}",
                List.of(new Captured.Argument("item", "null"))));
    assertThat(fix.noted().jdk()).isEqualTo("25 of Acme, sha256:2");
    assertThat(note).contains("urn:nexa:evidence:4");
  }

  @Test
  void changedValueOrJdk_isRefusedByItsDigest() throws Exception {
    for (String[] edit : new String[][] {
      {"\"value\" : \"null\"", "\"value\" : \"7\""},
      {"redacted, 12", "redacted, 13"},
      {"25 of Acme, sha256:2", "25 of Acme, sha256:3"}
    }) {
      assertThat(note).contains(edit[0]);
      write(note.replace(edit[0], edit[1]));
      assertThatThrownBy(() -> ProvenCommit.read(shop.dir, commit))
          .isInstanceOf(ProvenCommit.Refused.class)
          .hasMessageContaining("its digest is not that of what it says");
    }
  }

  @Test
  void newNoteMadeAnOldOne_isRefused() throws Exception {
    ObjectNode tree = (ObjectNode) JSON.readTree(note);
    tree.put("predicateType", "urn:nexa:evidence:3");
    ((ObjectNode) tree.get("predicate")).remove(List.of("captured", "jdk"));
    write(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n");

    assertThatThrownBy(() -> ProvenCommit.read(shop.dir, commit))
        .hasMessageContaining("its digest is not that of what it says");
  }

  @Test
  void noteOfTheFormBefore_isStillEvidence_andLacksTheNewParts(@TempDir Path parent)
      throws Exception {
    ShopRepository old = ShopRepository.in(parent);
    Proof proof = ShopRepository.best().proof();
    Plan before =
        old.planner().plan(
            old.diagnosis("NullPointerException in Pricing.total"), ShopRepository.test(),
            List.of(
                new Verdict.Plausible(
                    ShopRepository.best().patch(),
                    new Proof(
                        proof.redLog(), proof.greenLog(), proof.before(), proof.after(),
                        proof.sandbox(), null))));
    Service service =
        new Service("shop", old.dir, "main", List.of(), TrustLevel.PROPOSE, List.of());
    String id =
        new GitApplier(name -> service, "Nexa", "nexa@localhost", Clock.systemUTC())
            .apply(before, new Decision.Approved("Ada", before.digest(), "a".repeat(64)))
            .commit();

    ProvenCommit fix = ProvenCommit.read(old.dir, id);

    assertThat(old.git("notes", "--ref=nexa", "show", id))
        .contains("urn:nexa:evidence:3")
        .doesNotContain("captured", "\"jdk\"");
    assertThat(fix.captured()).isNull();
    assertThat(fix.noted().jdk()).isNull();
  }

  @Test
  void cloneWithItsNotes_isEnough(@TempDir Path elsewhere) throws Exception {
    Path clone = elsewhere.resolve("clone");
    shop.git("clone", "-q", shop.dir.toString(), clone.toString());

    assertThatThrownBy(() -> ProvenCommit.read(clone, commit))
        .isInstanceOf(ProvenCommit.Refused.class)
        .hasMessageContaining("git fetch origin refs/notes/nexa:refs/notes/nexa");

    ShopRepository.git(clone, "fetch", "-q", "origin", "refs/notes/nexa:refs/notes/nexa");

    assertThat(ProvenCommit.read(clone, "origin/" + plan.branch()).commit()).isEqualTo(commit);
  }

  @Test
  void signoffAddedToTheNote_isRefused() throws Exception {
    assertThat(note).doesNotContain("signedOffBy");
    write(note.replace("\"approvedBy\"", "\"signedOffBy\" : \"Eve\",\n    \"approvedBy\""));
    assertThat(isTaken(commit)).isFalse();
    write(note.replace("\"issue\" :", "\"signedOffBy\" : \"Eve\",\n    \"issue\" :"));
    assertThat(isTaken(commit)).isFalse();
  }

  @Test
  void twoApprovals_standInMessageAndNoteAndCannotBeOneOrThree() throws Exception {
    Plan two =
        shop.plan(
            new Standing(TrustLevel.PROPOSE, true, List.of("said"), List.of("security code")));
    GitApplier applier =
        new GitApplier(
            name -> new Service(
                "shop", shop.dir, "main", List.of(), TrustLevel.PROPOSE, List.of()));
    assertThatThrownBy(() -> applier.apply(two, new Decision.Approved("Ada", two.digest())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two persons");

    String made =
        applier.apply(
            two,
            new Decision.Approved(
                "Bob", two.digest(), null, false, new Decision.Approved.First("Ada", true)))
            .commit();

    assertThat(shop.git("log", "-1", "--format=%(trailers)", made))
        .contains("Approved-by: Ada\nApproved-by: Bob\nSigned-off-by: Ada\n");
    assertThat(ProvenCommit.read(shop.dir, made).approvedBy()).isEqualTo("Ada and Bob");
    String written = shop.git("notes", "--ref=nexa", "show", made);
    for (String forged : List.of(
        written.replace("\"firstApprovedBy\" : \"Ada\"", "\"firstApprovedBy\" : \"Eve\""),
        written.replace("    \"firstApprovedBy\" : \"Ada\",\n", ""),
        written.replace("\"approvedBy\" : \"Bob\"", "\"approvedBy\" : \"ada\""))) {
      assertThat(forged).isNotEqualTo(written);
      write(forged, made);
      assertThat(isTaken(made)).isFalse();
    }
  }

  @Test
  void noteOfAPlanOfOne_saysNothingOfTwo() {
    assertThat(note).doesNotContain("fourEyes", "firstApprovedBy", "firstSignedOffBy");
  }

  @Test
  void auditHead_standsInMessageAndNote() throws Exception {
    assertThat(shop.git("log", "-1", "--format=%(trailers:key=Nexa-Audit)", commit).strip())
        .isEqualTo("Nexa-Audit: sha256:" + "a".repeat(64));
    assertThat(JSON.readTree(note).at("/predicate/audit").asString())
        .isEqualTo("sha256:" + "a".repeat(64));
  }

  /** Every value changed, left out, made null or doubled, every object with one more. */
  @Test
  void noteWithAnythingChanged_isRefused() throws Exception {
    List<String> taken = new ArrayList<>();
    List<String> changed = changed();
    for (String text : changed) {
      write(text);
      if (isTaken(commit)) {
        taken.add(text);
      }
    }
    assertThat(changed).hasSizeGreaterThan(150).doesNotContain(note);
    assertThat(taken).isEmpty();
    write(note);
    assertThat(isTaken(commit)).isTrue();
  }

  @Test
  void damagedNote_isRefused() throws Exception {
    Random random = new Random(5);
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < DAMAGED; i++) {
      StringBuilder text = new StringBuilder(note);
      int at = random.nextInt(note.length() - 1); // git may end a note as it likes
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(at, (char) (text.charAt(at) ^ 1 << random.nextInt(7)));
        case 1 -> text.deleteCharAt(at);
        default -> text.insert(at, (char) (32 + random.nextInt(95)));
      }
      write(text.toString());
      if (isTaken(commit)) {
        taken.add(text.toString());
      }
    }
    assertThat(taken).isEmpty();
  }

  @Test
  void evidenceCarriedToAnotherCommit_isRefused() throws Exception {
    shop.git("checkout", "-q", plan.branch());
    for (String change : List.of("other source", "other test", "more files", "mode", "message",
        "another parent")) {
      shop.git("reset", "-q", "--hard", commit);
      tamper(change);
      String other = shop.git("rev-parse", "HEAD").strip();
      write(note, other);
      assertThat(isTaken(other)).as(change + ", the note as it was").isFalse();
      write(note.replace(commit, other), other);
      assertThat(isTaken(other)).as(change + ", the note made to fit").isFalse();
    }
  }

  private void tamper(String change) throws Exception {
    Path source = shop.dir.resolve(ShopRepository.SOURCE);
    switch (change) {
      case "other source" -> Files.writeString(source, Files.readString(source) + "// more\n");
      case "other test" -> Files.writeString(shop.dir.resolve(ShopRepository.TEST), "class T {}\n");
      case "more files" -> Files.writeString(shop.dir.resolve("build.sh"), "curl evil\n");
      case "mode" ->
          assertThat(source.toFile().setExecutable(!source.toFile().canExecute())).isTrue();
      default -> {}
    }
    shop.git("add", "-A");
    String message = shop.git("log", "-1", "--format=%B", commit).strip();
    if (change.equals("another parent")) {
      String between =
          shop.git("commit-tree", shop.commit + "^{tree}", "-p", shop.commit, "-m", "Tidy");
      String moved =
          shop.git("commit-tree", commit + "^{tree}", "-p", between.strip(), "-m", message);
      shop.git("reset", "-q", "--hard", moved.strip());
    } else {
      shop.git(
          "commit", "-q", "--amend", "-m",
          change.equals("message") ? message.replace("Ada Lovelace", "The Boss") : message);
    }
  }

  @Test
  void commitOfSomeoneElse_isNoneOfOurs() {
    assertThatThrownBy(() -> ProvenCommit.read(shop.dir, shop.commit))
        .isInstanceOf(ProvenCommit.Refused.class)
        .hasMessageContaining("none of Nexa's");
  }

  @Test
  void hugeNote_isRefusedUnread() throws Exception {
    write("x".repeat(5 << 20));

    assertThatThrownBy(() -> ProvenCommit.read(shop.dir, commit))
        .isInstanceOf(ProvenCommit.Refused.class)
        .hasMessageContaining("larger");
  }

  @Test
  void unknownRevision_isNamed() {
    assertThatThrownBy(() -> ProvenCommit.read(shop.dir, "no-such"))
        .isInstanceOf(UnreadableProject.class)
        .hasMessageContaining("no-such");
  }

  /** Evidence that hangs together is believed to be what was approved; whether it is true is run. */
  @Test
  void logsOfOtherRuns_areWhatWasNoted() {
    Proof noted = ProvenCommit.read(shop.dir, commit).noted();

    assertThat(noted.redLog()).isEqualTo("red");
    assertThat(noted.after()).isEqualTo(new Proof.Suite(13, 0, 1));
  }

  private List<String> changed() {
    List<String> changed = new ArrayList<>();
    collect(JSON.readTree(note), "", changed);
    return changed;
  }

  private void collect(JsonNode node, String path, List<String> changed) {
    if (node instanceof ObjectNode object) {
      changed.add(edited(path, (ObjectNode copy) -> copy.put("added", 1)));
      for (String name : object.propertyNames()) {
        String below = path + "/" + name;
        changed.add(edited(path, (ObjectNode copy) -> copy.remove(name)));
        if (!object.get(name).isNull()) {
          changed.add(edited(path, (ObjectNode copy) -> copy.putNull(name)));
        }
        if (!object.get(name).isContainer()) {
          changed.add(edited(path, (ObjectNode copy) -> copy.set(name, other(copy.get(name)))));
        }
        collect(object.get(name), below, changed);
      }
    } else if (node instanceof ArrayNode array) {
      changed.add(edited(path, (ArrayNode copy) -> copy.add("added")));
      changed.add(edited(path, (ArrayNode copy) -> copy.addNull()));
      for (int i = 0; i < array.size(); i++) {
        int at = i;
        changed.add(edited(path, (ArrayNode copy) -> copy.remove(at)));
        changed.add(edited(path, (ArrayNode copy) -> copy.add(copy.get(at))));
        collect(array.get(i), path + "/" + i, changed);
      }
    }
  }

  private static JsonNode other(JsonNode value) {
    return value.isNumber()
        ? JSON.valueToTree(value.asInt() + 1)
        : JSON.valueToTree(value.isNull() ? "x" : value.asString() + " ");
  }

  /** A change of one object or list of the note. */
  @FunctionalInterface
  private interface Edit<T> {
    void apply(T copy);
  }

  @SuppressWarnings("unchecked") // the caller knows what stands at the path
  private <T> String edited(String path, Edit<T> edit) {
    JsonNode tree = JSON.readTree(note);
    edit.apply((T) tree.at(path));
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
  }

  private boolean isTaken(String id) {
    try {
      ProvenCommit.read(shop.dir, id);
      return true;
    } catch (ProvenCommit.Refused e) {
      return false;
    }
  }

  private void write(String text) throws Exception {
    write(text, commit);
  }

  private void write(String text, String id) throws Exception {
    try (Git git = Git.open(shop.dir.toFile()); RevWalk walk = new RevWalk(git.getRepository())) {
      git.notesAdd().setNotesRef(Evidence.NOTES)
          .setObjectId(walk.parseCommit(ObjectId.fromString(id)))
          .setMessage(text).call();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
